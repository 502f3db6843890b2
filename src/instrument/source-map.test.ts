import { runInNewContext } from 'node:vm'
import { originalPositionFor, TraceMap, type SourceMapInput } from '@jridgewell/trace-mapping'
import { describe, expect, it } from 'vitest'
import { instrument } from './instrument.js'
import { createRealmGlobal } from './realm-global.js'
import { sketch, type SiteSketch } from './testing.js'

function positions(text: string, sites: readonly SiteSketch[]) {
  const { code, map } = instrument(sketch(text, sites), 0)
  const trace = new TraceMap(map as SourceMapInput)
  return {
    code,
    /** Original line and column of a place in the instrumented code, both as trace-mapping counts them. */
    of(part: string, nth = 0) {
      let offset = code.indexOf(part)
      for (let i = 0; i < nth; i++) offset = code.indexOf(part, offset + 1)
      const before = code.slice(0, offset).split('\n')
      const { line, column, source } = originalPositionFor(trace, { line: before.length, column: before.at(-1)?.length ?? 0 })
      return { line, column, source }
    },
  }
}

describe('the source map', () => {
  const text = [
    'export function f(a, b) {',
    '  const sum = a +',
    '    b',
    '  return check(sum > 1 && fail(',
    '    sum))',
    '}',
    'f(1, 2)',
  ].join('\n')
  const sites: SiteSketch[] = [
    { form: 'functionBody', at: text.slice(text.indexOf('{'), text.indexOf('}') + 1), mutants: ['{}'] },
    { at: 'a +\n    b', mutants: [['+', '-'], 'b'] },
    { at: 'sum > 1 && fail(\n    sum)', mutants: ['fail(\n    sum)', 'false'] },
    { at: 'sum > 1', mutants: ['true'] },
  ]

  it('names the path and holds the text', () => {
    const { map } = instrument(sketch(text, sites), 0)
    expect(map).toMatchObject({ version: 3, sources: ['src/a.ts'], sourcesContent: [text] })
  })

  it('leads from the original code to its place, on lines that moved, too', () => {
    const at = positions(text, sites)
    expect(at.of('export')).toEqual({ line: 1, column: 0, source: 'src/a.ts' })
    expect(at.of('return check')).toEqual({ line: 4, column: 2, source: 'src/a.ts' })
    expect(at.of('fail(', 1)).toEqual({ line: 4, column: 26, source: 'src/a.ts' })
    expect(at.of('f(1, 2)')).toEqual({ line: 7, column: 0, source: 'src/a.ts' })
  })

  it('leads from the code of a mutant to the line it stands for', () => {
    const at = positions(text, sites)
    expect(at.of('(0,a -').line).toBe(2)
    expect(at.of('b):b')).toMatchObject({ line: 3 })
    expect(at.of('fail(').line).toBe(4)
    expect(at.of('sum)):').line).toBe(5)
    expect(at.of('sum)', 1).line).toBe(5)
  })

  it('makes the stack of an error name the original line, whichever alternative threw it', () => {
    const throwing = '// why\nconst f = (a) =>\n  a.b || [\n    1, fail(a),\n  ]\nfunction fail() { throw new Error() }\nf({})'
    const file = sketch(throwing, [{ at: 'a.b || [\n    1, fail(a),\n  ]', mutants: [['a.b ||', 'a.b ??'], '[\n    1, fail(a),\n  ]'] }])
    const { code, map } = instrument(file, 0)
    const trace = new TraceMap(map as SourceMapInput)
    for (const [s, a] of [[-1, 0], [0, 0], [0, 1]] as const) {
      const realm = createRealmGlobal()
      Object.assign(realm, { s, a })
      const stack = stackOf(() => { runInNewContext(code, { __mut: realm }, 'a.js') })
      const lines = stack.map(([line, column]) => originalPositionFor(trace, { line, column: column - 1 }).line)
      expect(lines, `site ${s}, alternative ${a}`).toEqual([6, 4, 7])
    }
  })
})

/** Line and column of each frame in `a.js`, both from 1. */
function stackOf(run: () => void): [number, number][] {
  try {
    run()
  } catch (error) {
    const stack = (error as Error).stack ?? ''
    return [...stack.matchAll(/\(?a\.js:(\d+):(\d+)\)?$/gm)].map((match) => [Number(match[1]), Number(match[2])])
  }
  throw new Error('nothing was thrown')
}
