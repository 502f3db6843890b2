import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../model/errors.js'
import { readCoverage } from './read.js'
import { fileCoverage, locate, makeProject, type FileSketch } from './testing.js'

const TEXT = [
  'export function used(a) {',
  '  if (a > 1) { report(a) } else { ignore(a) }',
  '  const list = a ? [1, a] : [2, -a]',
  '  return list.map((x) => x * a)',
  '}',
  'export function unused(b, c = 1 + 1) {',
  '  return b + c',
  '}',
].join('\n')

const SKETCH: FileSketch = {
  functions: [
    [TEXT.slice(TEXT.indexOf('{'), TEXT.indexOf('\n}') + 2), 3],
    ['(x) => x * a', 0],
    ['{\n  return b + c\n}', 0],
  ],
  statements: [
    ['if (a > 1) { report(a) } else { ignore(a) }', 3], ['report(a)', 0], ['ignore(a)', 3],
    ['const list = a ? [1, a] : [2, -a]', 3], ['return list.map((x) => x * a)', 3], ['x * a', 0], ['return b + c', 0],
  ],
  branches: [
    ['if', 'if (a > 1) { report(a) } else { ignore(a) }', [['if (a > 1) { report(a) } else { ignore(a) }', 0], ['{ ignore(a) }', 3]]],
    ['cond-expr', 'a ? [1, a] : [2, -a]', [['[1, a]', 0], ['[2, -a]', 3]]],
    ['default-arg', 'c = 1 + 1', [['1 + 1', 0]]],
  ],
}

function project(coverage: unknown, text = TEXT) {
  const root = makeProject({ 'src/a.js': text, 'cov/c.json': JSON.stringify(coverage) })
  return { root, path: join(root, 'cov/c.json') }
}

function message(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('coverage that is already there', () => {
  it('says of code whether the innermost statement, function or branch around it ran', () => {
    const { root, path } = project({ x: fileCoverage('src/a.js', TEXT, SKETCH) })
    const coverage = readCoverage([path], root)
    const ran = (part: string) => coverage.isCovered('src/a.js', locate(TEXT, part))
    expect(coverage.files).toEqual(['src/a.js'])
    expect({
      test: ran('a > 1'), consequent: ran('report(a)'), alternate: ran('ignore(a)'), whole: ran('a ? [1, a] : [2, -a]'),
      arm: ran('[1, a]'), inArm: ran('1, a'), otherArm: ran('-a'), inArrow: ran('x * a'), call: ran('list.map((x) => x * a)'),
      fallback: ran('1 + 1'), body: ran('{\n  return b + c\n}'), inBody: ran('b + c'),
    }).toEqual({
      test: true, consequent: false, alternate: true, whole: true,
      arm: false, inArm: false, otherArm: true, inArrow: false, call: true,
      fallback: false, body: false, inBody: false,
    })
  })

  it('says nothing of code it does not know', () => {
    const { root, path } = project({ x: fileCoverage('src/a.js', TEXT, SKETCH) })
    const { isCovered } = readCoverage([path], root)
    expect(isCovered('src/b.js', locate(TEXT, 'a > 1'))).toBeUndefined()
    expect(isCovered('src/a.js', locate(TEXT, 'export function used'))).toBeUndefined()
  })

  it('is not believed where code ran inside a place without hits', () => {
    const { root, path } = project({ x: fileCoverage('src/a.js', TEXT, { statements: [['a ? [1, a] : [2, -a]', 0], ['-a', 1]] }) })
    expect(readCoverage([path], root).isCovered('src/a.js', locate(TEXT, '[1, a]'))).toBe(true)
  })

  it('is merged over files: what one shard ran is covered', () => {
    const one = fileCoverage('src/a.js', TEXT, { statements: [['a > 1', 0], ['x * a', 2]] })
    const two = fileCoverage('/elsewhere/src/a.js', TEXT, { statements: [['a > 1', 1], ['x * a', 0]] })
    const root = makeProject({ 'src/a.js': TEXT, 'cov/1.json': JSON.stringify({ one }), 'cov/sub/2.json': JSON.stringify({ two }) })
    const { isCovered } = readCoverage([join(root, 'cov')], root)
    expect([isCovered('src/a.js', locate(TEXT, 'a > 1')), isCovered('src/a.js', locate(TEXT, 'x * a'))]).toEqual([true, true])
  })

  it('takes the arms of V8 data, but not those of a case, whose test runs without them', () => {
    const text = 'switch (f(a)) {\n  case g(1): h()\n}\na || b'
    const sketch: FileSketch = {
      statements: [[text, 1]],
      branches: [['branch', 'case g(1): h()', [['case g(1): h()', 0]]], ['branch', '|| b', [['|| b', 0]]]],
    }
    const { root, path } = project({ x: fileCoverage('src/a.js', text, sketch) }, text)
    const { isCovered } = readCoverage([path], root)
    expect([isCovered('src/a.js', locate(text, 'g(1)')), isCovered('src/a.js', locate(text, '|| b'))]).toEqual([true, false])
  })

  it('is not believed of an arm of V8 data that a source map made begin at its test', () => {
    const text = 'total + (vip ? 5 : 0)'
    const sketch: FileSketch = {
      statements: [[text, 1]],
      branches: [['branch', 'vip ? 5', [['vip ? 5', 0]]], ['branch', ': 0', [[': 0', 0]]]],
    }
    const { root, path } = project({ x: fileCoverage('src/a.js', text, sketch) }, text)
    const { isCovered } = readCoverage([path], root)
    expect([isCovered('src/a.js', locate(text, 'vip')), isCovered('src/a.js', locate(text, '0'))]).toEqual([true, false])
  })

  it('may end places at the end of a line', () => {
    const data = fileCoverage('src/a.js', TEXT, { statements: [['return b + c', 0]] }) as { statementMap: Record<string, { end: object }> }
    data.statementMap['0']!.end = { line: 7, column: null }
    const { root, path } = project({ x: data })
    expect(readCoverage([path], root).isCovered('src/a.js', locate(TEXT, 'b + c'))).toBe(false)
  })

  it('of a file that changed since is not used, and that is said', () => {
    const { root, path } = project({ x: fileCoverage('src/a.js', TEXT, SKETCH) }, 'short()\n')
    const coverage = readCoverage([path], root)
    expect(coverage.isCovered('src/a.js', locate(TEXT, 'x * a'))).toBeUndefined()
    expect(coverage.notes.map(({ text }) => text)).toEqual([`src/a.js was changed after the coverage in ${path} was taken, which is not used for it`])
    const shifted = project({ x: fileCoverage('src/a.js', TEXT, SKETCH) }, TEXT.replaceAll(/^ .*$/gm, '').padEnd(200, '\n'))
    expect(readCoverage([shifted.path], shifted.root).files).toEqual([])
  })

  it('in a report folder is its coverage-final.json alone', () => {
    const { root, path } = project({ x: fileCoverage('src/a.js', TEXT, SKETCH) })
    mkdirSync(join(root, 'coverage/lcov-report'), { recursive: true })
    copyFileSync(path, join(root, 'coverage/coverage-final.json'))
    const lying = makeProject({ 'lcov.info': 'SF:src/a.js\nDA:7,1\nend_of_record\n' })
    copyFileSync(join(lying, 'lcov.info'), join(root, 'coverage/lcov.info'))
    expect(readCoverage([join(root, 'coverage')], root).isCovered('src/a.js', locate(TEXT, 'b + c'))).toBe(false)
  })
})

describe('lcov coverage', () => {
  const LCOV = 'TN:\nSF:src/a.js\nFN:1,used\nFN:4,arrow\nFN:6,unused\nFNDA:3,used\nFNDA:0,arrow\nFNDA:0,unused\nDA:2,3\nDA:3,3\nDA:4,0\nDA:7,0\nend_of_record\n'

  it('says of code whether its line ran, and nothing where a function that did not run begins on the line', () => {
    const root = makeProject({ 'src/a.js': TEXT, 'lcov.info': LCOV })
    const { isCovered } = readCoverage([join(root, 'lcov.info')], root)
    const ran = (part: string) => isCovered('src/a.js', locate(TEXT, part))
    expect([ran('a > 1'), ran('b + c'), ran('x * a'), ran('1 + 1')]).toEqual([true, false, undefined, undefined])
  })

  it('is put together with Istanbul data: covered when one of them says so', () => {
    const data = fileCoverage('src/a.js', TEXT, { statements: [['b + c', 5], ['report(a)', 0], ['x * a', 0]] })
    const root = makeProject({ 'src/a.js': TEXT, 'cov/lcov.info': LCOV, 'cov/a.json': JSON.stringify({ data }) })
    const { isCovered } = readCoverage([join(root, 'cov')], root)
    const ran = (part: string) => isCovered('src/a.js', locate(TEXT, part))
    expect([ran('b + c'), ran('report(a)'), ran('x * a')]).toEqual([true, true, false])
  })
})

describe('coverage that cannot be used', () => {
  const remedy = 'give the coverage-final.json or lcov.info of a test run with coverage on, or the folder that holds it'

  it('is refused with one sentence that names the path and the remedy', () => {
    const root = makeProject({
      'src/a.js': TEXT, 'bad.json': '{"a": ', 'other.json': '{"total": {"lines": 1}}', 'list.json': '[]', 'empty.json': '{}',
      'empty.info': 'TN:\n', 'page.html': '<html>', 'none/coverage-summary.json': '{"total": {"lines": 1}}',
      'torn.json': JSON.stringify({ x: { path: 'src/a.js', statementMap: { 0: {} }, fnMap: {}, branchMap: {}, s: { 0: 1 }, f: {}, b: {} } }),
      'foreign.json': JSON.stringify({ x: fileCoverage('/far/away.js', TEXT, SKETCH) }),
    })
    const refusal = (name: string) => message(() => readCoverage([join(root, name)], root)).replaceAll(root, '.')
    expect(refusal('missing.json')).toBe(`no coverage at ./missing.json: there is no such file or folder; ${remedy}`)
    expect(refusal('none')).toBe(`no coverage in the folder ./none; ${remedy}`)
    for (const name of ['bad.json', 'other.json', 'list.json', 'page.html', 'torn.json']) {
      expect(refusal(name)).toBe(`./${name} is neither Istanbul JSON nor lcov; ${remedy}`)
    }
    for (const name of ['empty.json', 'empty.info']) {
      expect(refusal(name)).toBe(`the coverage in ./${name} is empty: it names no file; ${remedy}`)
    }
    expect(refusal('foreign.json')).toBe('the coverage in ./foreign.json names no file of .; give coverage of this project, or the right --root')
  })
})
