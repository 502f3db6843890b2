/** What syntax alone tells about values. */
import { describe, expect, test } from 'vitest'
import { syntacticFacts, type Kind } from './facts.js'
import { parse } from './parse.js'
import { ts } from './ts.js'

/** The kind of the last expression statement of `code`. */
function kindOf(code: string): Kind {
  const { source, expression } = last(code)
  return syntacticFacts(source).kindOf(expression)
}

function last(code: string): { source: ts.SourceFile; expression: ts.Expression } {
  const parsed = parse('code.tsx', code)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  const statement = parsed.source.statements.at(-1)
  if (!statement || !ts.isExpressionStatement(statement)) throw new Error('no expression')
  return { source: parsed.source, expression: statement.expression }
}

test.each<[Kind, readonly string[]]>([
  ['number', ['1', '-a', 'a - b', 'a + 1', 'a.length', 'Math.max(a)', 'performance.now()', 'a.indexOf(b)', 'a & b', 'i++', 'Number(a)', 'a ? 1 : 2']],
  ['bigint', ['1n', '1n * 2n', '-1n']],
  ['string', ['`a`', 'a + ""', 'typeof a', 'a.trim()', 'String(a)', 'a ? "b" : "c"', '"a".slice(1)', 'a as string']],
  ['boolean', ['true;', '!a', 'a < b', 'a in b', 'a instanceof b', 'a.includes(b)', '!a && !b', 'delete a.b']],
  ['nullish', ['null;', 'undefined', 'void 0']],
  ['array', ['[a];', 'a.map(b)', 'Object.keys(a)', '[1].concat(a)']],
  ['element', ['<a />', '<></>']],
  ['unknown', ['a', 'a.b', 'a()', 'a + b', 'a ? 1 : "b"', 'a?.length', 'await_(a)', 'performance.getEntries()']],
])('%s', (kind, expressions) => {
  expect(expressions.filter((code) => kindOf(code) !== kind)).toEqual([])
})

describe('names', () => {
  test.each<[string, Kind, string]>([
    ['a constant has the kind of its value', 'number', 'const a = b - c; a'],
    ['an annotation decides', 'string', 'let a: string = b; a'],
    ['a union of one kind is that kind', 'string', "let a: 'x' | 'y' = b; a"],
    ['a union of different kinds is unknown', 'unknown', 'let a: string | undefined = b; a'],
    ['the keys of a type are none of it', 'unknown', 'let a: keyof string[] = b; a'],
    ['a read-only list is a list', 'array', 'let a: readonly string[] = b; a'],
    ['a variable that begins as null is unknown', 'unknown', 'let a = null; a'],
    ['a destructured name has the kind of its default', 'string', 'const { a = "" } = b; a'],
    ['an inner declaration hides an outer one', 'unknown', 'const a = 1; { const a = f() } function g(b) { b } a.b'],
    ['a call has the declared result of a function of the file', 'boolean', 'function f(): boolean { return x } f()'],
    ['an arrow function gives what its body is', 'number', 'const f = () => a - b; f()'],
    ['a name that refers to itself ends', 'unknown', 'const a = b, b = a; a'],
  ])('%s', (_, kind, code) => {
    expect(kindOf(code)).toBe(kind)
  })
})

test('counts are lengths and sizes, positions are what a search returns', () => {
  const facts = (code: string) => {
    const { source, expression } = last(code)
    const { isCount, isIndex } = syntacticFacts(source)
    return [isCount(expression), isIndex(expression)]
  }
  expect(facts('a.length')).toEqual([true, false])
  expect(facts('a.b!.size')).toEqual([true, false])
  expect(facts('a?.length')).toEqual([false, false])
  expect(facts('a.findIndex(b)')).toEqual([false, true])
  expect(facts('const i = a.indexOf(b); i')).toEqual([false, true])
})
