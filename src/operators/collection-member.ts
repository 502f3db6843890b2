/** Elements of array literals and properties of object literals: left out one by one. */
import { isAssignmentTarget, ts } from '../syntax/index.js'
import type { Mutation, Operator } from './operator.js'

export const arrayElement: Operator = {
  name: 'ArrayElement',
  level: 'all',
  description: 'Leaves one element out of an array.',
  why: 'An element that can go unnoticed is one that no test needs.',
  remedy: 'Assert each element, or what is done with it.',
  kinds: [ts.SyntaxKind.ArrayLiteralExpression],
  examples: [
    { before: 'x = [a, ...b, c]', after: ['x = [...b, c]', 'x = [a, c]', 'x = [a, ...b]'] },
    { before: 'x = [a]', after: [] },
    { before: '[a, b] = c', after: [] },
  ],
  *mutate(node, { source }) {
    if (!ts.isArrayLiteralExpression(node) || isAssignmentTarget(node)) return
    yield* withoutEach(node, node.elements.filter((element) => !ts.isOmittedExpression(element)), source)
  },
}

export const objectProperty: Operator = {
  name: 'ObjectProperty',
  level: 'all',
  description: 'Leaves one property out of an object.',
  why: 'A property that can go unnoticed is one that no test looks at.',
  remedy: 'Assert each property, or what it leads to.',
  kinds: [ts.SyntaxKind.ObjectLiteralExpression],
  examples: [
    { before: 'x = { a: 1, b, ...c }', after: ['x = { b, ...c }', 'x = { a: 1, ...c }', 'x = { a: 1, b }'] },
    { before: 'x = { a: 1 }', after: [] },
    { before: '({ a, b } = c)', after: [] },
  ],
  *mutate(node, { source }) {
    if (!ts.isObjectLiteralExpression(node) || isAssignmentTarget(node)) return
    yield* withoutEach(node, node.properties, source)
  },
}

/** A single member is left to the operator that empties the literal. */
function* withoutEach(node: ts.Expression, members: readonly ts.Node[], source: ts.SourceFile): Generator<Mutation> {
  if (members.length < 2) return
  for (const [index, member] of members.entries()) {
    const next = members[index + 1]
    const span = next
      ? { start: member.getStart(source), end: next.getStart(source) }
      : { start: members[index - 1]!.end, end: member.end }
    yield { node, span, replacement: '' }
  }
}
