/** Calls of well-known methods: the counterpart instead, or no call at all. */
import { ts, unwrap, wrapped, type Facts } from '../syntax/index.js'
import { useOfIndex } from './found-index.js'
import type { Context, Mutation, Operator } from './operator.js'

/** Called instead of each other; a receiver limits the pair to that global object. */
const PAIRS: readonly { readonly names: readonly [string, string]; readonly receiver?: string; readonly oneWay?: true }[] = [
  { names: ['startsWith', 'endsWith'] },
  { names: ['every', 'some'] },
  { names: ['toUpperCase', 'toLowerCase'] },
  { names: ['toLocaleUpperCase', 'toLocaleLowerCase'] },
  { names: ['trimStart', 'trimEnd'] },
  { names: ['find', 'findLast'] },
  { names: ['findIndex', 'findLastIndex'] },
  { names: ['indexOf', 'lastIndexOf'] },
  { names: ['push', 'unshift'] },
  { names: ['shift', 'pop'] },
  { names: ['floor', 'ceil'], receiver: 'Math' },
  { names: ['keys', 'values'], receiver: 'Object' },
  { names: ['all', 'race'], receiver: 'Promise', oneWay: true },
  { names: ['all', 'allSettled'], receiver: 'Promise', oneWay: true },
]

/** Methods whose result stands for their object: the call can be left out. */
const DROPPED = new Set([
  'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'trim', 'map', 'flat', 'catch', 'finally',
])

/** Likewise, but a mutant of another kind says more. */
const DROPPED_TOO = new Set(['charAt', 'substring', 'substr', 'flatMap', 'concat'])

export const methodExpression: Operator = {
  name: 'MethodExpression',
  level: 'default',
  description: 'Calls the counterpart of a well-known method, or leaves the call out.',
  why: 'A filter, sort or trim that can be left out unnoticed is only tested with data that does not need it.',
  remedy: 'Use data on which the two methods differ: several elements, both ends, mixed case, surrounding spaces.',
  kinds: [ts.SyntaxKind.CallExpression],
  examples: [
    { before: 'x = a.startsWith(b)', after: ['x = a.endsWith(b)'] },
    { before: 'x = a.trim()', after: ['x = a'] },
    { before: 'x = a.filter(f).length', after: ['x = a.length'] },
    { before: 'x = a?.trim()', after: ['x = a'] },
    { before: 'x = Math.min(a, b)', after: ['x = a', 'x = b'] },
    { before: 'x = Math.floor(a)', after: ['x = Math.ceil(a)'] },
    { before: 'x = a.indexOf(b)', after: ['x = a.lastIndexOf(b)'] },
    { before: 'x = a.indexOf(b) === -1', after: [] },
    { before: 'x = a.at(0)', after: ['x = a.at(-1)'] },
    { before: 'x = Promise.all(a)', after: ['x = Promise.race(a)', 'x = Promise.allSettled(a)'] },
    { before: 'x = Object.keys(a)', after: ['x = Object.values(a)'] },
    { before: 'x = a().catch(f)', after: ['x = a()'] },
    { before: 'x = a.add(b).add(c)', after: ['x = a.add(c)', 'x = a.add(b)'] },
    { before: 'x = Math.floor(a.length + 1)', after: [] },
    { before: 'class A extends B { m() { return super.trim() } }', after: [] },
  ],
  *mutate(node, context) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
    const { name, expression: object } = node.expression
    const receiver = ts.isIdentifier(object) ? object.text : undefined
    if (receiver === 'Math' && (name.text === 'min' || name.text === 'max')) yield* ofExtreme(node, name, context)
    if (name.text === 'at') yield* ofEnds(node)
    if (!isRoundedAlready(node, receiver, context)) yield* ofPairs(node, name, receiver)
    // `super` alone is no value.
    if (object.kind === ts.SyntaxKind.SuperKeyword) return
    if (name.text === 'add' && isLink(node)) yield { node, span: { start: object.end, end: node.end }, replacement: '' }
    const also = DROPPED_TOO.has(name.text) || isCopy(node, name.text)
    if (DROPPED.has(name.text) || also) {
      yield { node, span: { start: object.end, end: node.end }, replacement: '', ...(also ? { subsumed: true } : {}) }
    }
  },
}

/** `Math.floor` and `Math.ceil` of what is an integer anyway. */
function isRoundedAlready(node: ts.CallExpression, receiver: string | undefined, { facts }: Context): boolean {
  const [only] = node.arguments
  return receiver === 'Math' && !!only && isInteger(only, facts)
}

function isInteger(node: ts.Expression, facts: Facts): boolean {
  const inner = unwrap(node)
  if (ts.isNumericLiteral(inner)) return Number.isInteger(Number(inner.text))
  if (ts.isPrefixUnaryExpression(inner)) return isInteger(inner.operand, facts)
  if (ts.isBinaryExpression(inner)) return KEEP_INTEGERS.has(inner.operatorToken.kind) && isInteger(inner.left, facts) && isInteger(inner.right, facts)
  return facts.isCount(inner) || facts.isIndex(inner)
}

const KEEP_INTEGERS = new Set<ts.SyntaxKind>([ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken, ts.SyntaxKind.AsteriskToken])

/** `a.add(b)` whose value is used; as a statement or as all that a callback does, other operators leave it out. */
function isLink(node: ts.CallExpression): boolean {
  const { parent } = wrapped(node)
  return !ts.isExpressionStatement(parent) && !ts.isArrowFunction(parent)
}

function* ofPairs(node: ts.CallExpression, name: ts.MemberName, receiver: string | undefined): Generator<Mutation> {
  for (const { names, receiver: wanted, oneWay } of PAIRS) {
    if (wanted !== undefined && wanted !== receiver) continue
    const other = names[0] === name.text ? names[1] : names[1] === name.text && !oneWay ? names[0] : undefined
    if (other === undefined) continue
    const use = /Index/.test(other) || other === 'indexOf' ? useOfIndex(node) : 'position'
    if (use !== 'presence') yield { ...rename(node, name, other), ...(use === 'removal' ? { subsumed: true } : {}) }
  }
}

/** `Math.min(a, b)`: each argument alone; the other extreme differs wherever one of them does. */
function* ofExtreme(node: ts.CallExpression, name: ts.MemberName, { text }: Context): Generator<Mutation> {
  const alone = node.arguments.length > 1 && !node.arguments.some((argument) => ts.isSpreadElement(argument))
  if (alone) for (const argument of node.arguments) yield { node, replacement: text(argument) }
  yield { ...rename(node, name, name.text === 'min' ? 'max' : 'min'), ...(alone ? { subsumed: true } : {}) }
}

function* ofEnds(node: ts.CallExpression): Generator<Mutation> {
  const [index] = node.arguments
  if (!index || node.arguments.length > 1) return
  const text = index.getText()
  if (text === '0') yield { node: index, replacement: '-1' }
  if (text === '-1') yield { node: index, replacement: '0' }
}

function rename(node: ts.CallExpression, name: ts.MemberName, replacement: string): Mutation {
  return { node, span: { start: name.end - name.text.length, end: name.end }, replacement }
}

/** `slice()` copies: without it the value is the same. */
function isCopy(node: ts.CallExpression, name: string): boolean {
  return name === 'slice' && node.arguments.length === 0
}
