/** How replacement texts are made to stand where an expression stood. */
import { expect, test } from 'vitest'
import { fitExpression } from './fit.js'
import { parse } from './parse.js'
import { ts } from './ts.js'

/** `code` with what stands between « and » replaced. */
function fitted(code: string, replacement: string): string {
  const [start, end] = [code.indexOf('«'), code.indexOf('»') - 1]
  const parsed = parse('code.ts', code.replace('«', '').replace('»', ''))
  if (!parsed.ok) throw new Error(parsed.problem.message)
  const { source } = parsed
  const find = (node: ts.Node): ts.Node | undefined => (
    node.getStart(source) === start && node.end === end && ts.isExpression(node) ? node : ts.forEachChild(node, find))
  const text = fitExpression(find(source) as ts.Expression, replacement, undefined, source) ?? 'nothing fits'
  return source.text.slice(0, start) + text + source.text.slice(end)
}

test.each([
  ['const a = «f()»', 'g(), h()', 'const a = (g(), h())'],
  ['a = [«f()», b]', 'g(), h()', 'a = [(g(), h()), b]'],
  ['a = () => «f()»', 'g(), h()', 'a = () => (g(), h())'],
  ['f(«a»)', 'b, c', 'f((b, c))'],
  ['a = { b: «f()» }', 'g(), h()', 'a = { b: (g(), h()) }'],
  ['«f()»', 'g(), h()', 'g(), h()'],
  ['a[«b»]', 'c, d', 'a[c, d]'],
  ['a = («b»)', 'c, d', 'a = (c, d)'],
  ['if («a») b()', 'c, d', 'if (c, d) b()'],
  ['const a = «f()»', 'g(b, c)', 'const a = g(b, c)'],
  ['a * «b»', 'c + d', 'a * (c + d)'],
  ['a ?? «b»', 'c || d', 'a ?? (c || d)'],
  ['«a».b', '1', '(1).b'],
  ['a = () => «b»', '{}', 'a = () => ({})'],
])('%s with %s becomes %s', (code, replacement, expected) => {
  expect(fitted(code, replacement)).toBe(expected)
})
