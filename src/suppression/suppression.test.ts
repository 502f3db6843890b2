/** Rules and comments leave out what they say, and nothing else. */
import { describe, expect, test } from 'vitest'
import { generate } from '../mutants/generate.js'
import { createGenerator } from '../mutants/generator.js'
import type { SourceFile } from '../model/instrumentable.js'
import { selectOperators } from '../operators/index.js'
import { rules } from './index.js'

const defaults = selectOperators(['default'])

function file(code: string, path = 'code.ts', suppression = rules, operators = defaults): SourceFile {
  const result = generate(path, code, operators, { rules: suppression })
  if ('error' in result) throw new Error(result.error.message)
  return result
}

/** Rule ids by mutant, written `original → replacement: rule`. */
function ignored(code: string, path?: string): string[] {
  return file(code, path).mutants.flatMap(({ original, replacement, ignored: why }) =>
    why ? [`${original} → ${replacement}: ${why.rule}`] : [])
}

function kept(code: string, path?: string): string[] {
  return file(code, path).mutants.flatMap(({ original, replacement, ignored: why }) => why ? [] : [`${original} → ${replacement}`])
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  test.each(rule.examples.map(({ code, path }) => [code, path ?? 'code.ts'] as const))(
    'alone leaves out every mutant of %j', (code, path) => {
      const { mutants, sites } = file(code, path, [rule])
      expect(mutants.length).toBeGreaterThan(0)
      expect(mutants.filter((mutant) => mutant.ignored?.rule !== id)).toEqual([])
      expect(sites).toEqual([])
    })
})

describe('rules leave alone', () => {
  test('conditions that do more than warn once', () => {
    expect(ignored('if (!warned) { warned = true; console.warn("a"); b() }').filter((text) => !text.includes('"a"') && !text.startsWith('console'))).toEqual([])
    expect(ignored('if (!done) { done = true; a() }')).toEqual([])
    expect(ignored('if (a && !warned) { console.warn("b"); warned = true }')).toHaveLength(kept('if (a && !warned) { c("b"); warned = true }').length)
  })

  test('files that minify', () => {
    expect(ignored('// Removes what is not in the minified output\nx = -a')).toEqual([])
  })

  test('what is no log call', () => {
    expect(ignored('a.log("b"); Math.log(c + d); dialog.error("e"); console.memory("f")')).toEqual([])
    expect(ignored('if (a) { console.log("b"); c() }')).toEqual(['console.log("b"); → ;: log', '"b" → "": log'])
  })

  test('what a measuring call returns', () => {
    expect(ignored('x = meter.read("a") + 1')).toEqual([])
  })

  test('a default that does something', () => {
    expect(ignored('switch (a) { default: b(); throw c }')).toEqual([])
  })

  test('the throw around an error text, and other arguments', () => {
    expect(ignored('a(); throw new HttpError(-404, "b", { c: true })')).toEqual(['"b" → "": error-text'])
    expect(ignored('x = new Errors("a"); y = f(new Error(), "b")')).toEqual([])
    expect(ignored('class A extends TypeError { constructor() { super("a"); b("c") } }')).toEqual(['"a" → "": error-text'])
  })

  test('what an environment guard guards', () => {
    expect(kept('if (__DEV__) { a("b"); c() } else { d() }')).toEqual(expect.arrayContaining(['"b" → ""', '{ d() } → {}']))
    expect(ignored('x = process.env.HOME === "a"; y = typeof a === "undefined"')).toEqual([])
  })

  test('the other half of a condition that asks for the environment too', () => {
    const guard = 'process.env.NODE_ENV !== "production"'
    expect(ignored(`if (${guard} && a < b) c()`)).toEqual([`${guard} → true: env-guard`])
    expect(kept(`if (${guard} && a < b) c()`)).toEqual(expect.arrayContaining(['a < b → a <= b', `${guard} && a < b → false`]))
    expect(ignored('x = a ?? !__DEV__')).toEqual(['a ?? !__DEV__ → a: env-guard', '!__DEV__ → true: env-guard', '!__DEV__ → false: env-guard'])
    expect(ignored('x = __DEV__ && (a.b || c)')).toEqual(['__DEV__ && (a.b || c) → (a.b || c): env-guard'])
    expect(kept('x = __DEV__ && (a.b || c)')).toEqual(expect.arrayContaining(['__DEV__ && (a.b || c) → __DEV__', 'a.b || c → c']))
  })

  test('that a cache hit returns the right thing', () => {
    const code = 'function f(a) { if (cache.has(a)) { return cache.get(a) } const b = g(a); cache.set(a, b); return b }'
    expect(ignored(code)).toEqual(['cache.has(a) → false: memo'])
    expect(ignored('if (ready) return_(cache)')).toEqual([])
  })

  test('arrays that are no dependencies', () => {
    expect(ignored('x = useState([a]); y = useQueries(b, [c]); z = useEffect([d])')).toEqual([])
  })

  test('numbers that mean something else', () => {
    expect(ignored('x = { limit: 2 * 3 }; const timeouts = [1 * 2]; const delay = a * 2')).toEqual([])
  })

  test('texts that are not for display', () => {
    expect(ignored('x = <a href={`b`} className={c ? d : e} />', 'code.tsx')).toEqual([])
  })

  test('the body and the test of a loop', () => {
    expect(ignored('for (let i = -1; i < 2; i -= -1) { a(-i) }')).toEqual(['-1 → 1: loop-init', '-1 → 1: loop-init'])
  })

  test('files that only mention being generated further down', () => {
    expect(ignored('a()\n// @generated\nx = b < c')).toEqual([])
  })
})

test('an ignored mutant stays in the list with its reason and has no site', () => {
  const { mutants, sites } = file('console.log("a"); x = -b')
  expect(mutants.map((mutant) => mutant.ignored?.rule)).toEqual(['log', 'log', undefined])
  expect(mutants[0]!.ignored!.reason).toBe('it only changes what is logged')
  expect(sites.flatMap((site) => site.mutants)).toEqual([mutants[2]])
})

test('rules are off when they are not wanted, and for operators named by the user', () => {
  const count = (names: string[], suppress?: boolean) => {
    const result = createGenerator(names, suppress)('code.ts', 'console.log("a")')
    return 'error' in result ? -1 : result.mutants.filter((mutant) => mutant.ignored).length
  }
  expect(count(['default'])).toBe(2)
  expect(count(['default'], false)).toBe(0)
  expect(count(['default', 'StringLiteral'])).toBe(1)
  expect(count(['StringLiteral'])).toBe(0)
})

test('a file that is named in full is wanted, whatever kind of file it is', () => {
  const left = (path: string, code: string, named: ReadonlySet<string>) => {
    const result = createGenerator(['default'], true, { named })(path, code)
    return 'error' in result ? -1 : result.mutants.filter((mutant) => mutant.ignored).length
  }
  const none = new Set<string>()
  expect(left('src/a.gen.ts', 'x = -a', none)).toBe(1)
  expect(left('src/a.gen.ts', 'x = -a', new Set(['src/a.gen.ts']))).toBe(0)
  expect(left('src/a.ts', '// @generated\nx = -a', new Set(['src/b.ts']))).toBe(1)
  expect(left('src/a.ts', '// @generated\nx = -a', new Set(['src/a.ts']))).toBe(0)
  expect(left('vite.config.ts', 'x = -a', new Set(['vite.config.ts']))).toBe(0)
  expect(left('src/a.gen.ts', 'console.log(-a)', new Set(['src/a.gen.ts']))).toBe(2)
})

describe('comments', () => {
  /** Lines of the mutants that are left out, with their reasons. */
  const off = (code: string, path?: string) => file(code, path).mutants.flatMap(({ location, ignored: why }) =>
    why?.rule === 'comment' ? [`${location.start.line}: ${why.reason}`] : [])
  const unused = (code: string) => file(code).notes?.map((note) => note.text)

  test('switch off the next line', () => {
    expect(off('// mutate-disable-next-line all: not worth it\nx = -a\ny = -b')).toEqual(['2: not worth it'])
    expect(off('// mutate-disable-next-line\nx = -a')).toEqual(['2: switched off by a comment'])
    expect(off('/* mutate-disable-next-line UnaryOperator: why: because */\nx = -a + b')).toEqual(['2: why: because'])
  })

  test('switch off from one place to another', () => {
    expect(off('w = -a\n// mutate-disable\nx = -b\n// mutate-restore\ny = -c')).toEqual(['3: switched off by a comment'])
    expect(off('// mutate-disable UnaryOperator, BooleanLiteral\nx = [-a, true, "b"]\n// mutate-restore BooleanLiteral\ny = [-c, true]'))
      .toHaveLength(3)
  })

  test('of StrykerJS work unchanged', () => {
    expect(off('// Stryker disable next-line UnaryOperator: no use\nx = -a\ny = -b')).toEqual(['2: no use'])
    expect(off('// Stryker disable all\nx = -a\n// Stryker restore all\ny = -b')).toEqual(['2: switched off by a comment'])
    expect(off('// Stryker disable all\nw = -a\n// Stryker restore next-line all\nx = -b\ny = -c')).toHaveLength(2)
    expect(off('/* Stryker disable next-line stringliteral,unaryoperator */\nx = -a')).toHaveLength(1)
  })

  test('in JSX count, in strings, templates and texts they do not', () => {
    expect(off('x = <a>\n{/* mutate-disable-next-line */}\n{-b}</a>', 'code.tsx')).toHaveLength(1)
    expect(off('x = "// mutate-disable"\ny = `\n// mutate-disable\n`\nz = <a>\n// mutate-disable\n{-b}</a>', 'code.tsx')).toEqual([])
  })

  test('that switch nothing off are named, with their line', () => {
    expect(unused('x = a\n// mutate-disable-next-line all: old\ny = b')).toEqual([
      'code.ts:2 switches no mutant off: mutate-disable-next-line all: old',
    ])
    expect(unused('// mutate-disable-next-line StringLiteral\ny = -b')).toHaveLength(1)
    expect(unused('// Stryker disable next-line all\ny = -b')).toBeUndefined()
  })

  test('about operators that are not selected are not called useless', () => {
    const result = generate('code.ts', '// mutate-disable-next-line StringLiteral\ny = "b"', selectOperators(['UnaryOperator']))
    expect(result).not.toHaveProperty('notes')
  })

  test('that name something else than operators are reported, even when they switch something off', () => {
    expect(unused('// mutate-disable-next-line StringLitral: typo\ny = "b"')).toEqual([
      'code.ts:1 names no operator with stringlitral: mutate-disable-next-line StringLitral: typo',
    ])
    expect(unused('// mutate-disable-next-line UnaryOperator, Foo\ny = -b')).toHaveLength(1)
    expect(unused('// Stryker disable next-line ArrowFunction\ny = () => b')).toBeUndefined()
  })
})
