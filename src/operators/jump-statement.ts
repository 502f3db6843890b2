/** `break` and `continue`: removed. */
import { isAlone, loopBody, siblings, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const jumpStatement: Operator = {
  name: 'JumpStatement',
  level: 'all',
  description: 'Removes a `break` or `continue`.',
  why: 'A jump that can be left out unnoticed means that the code after it is not told apart.',
  remedy: 'Test a case in which the code after it would make a difference.',
  kinds: [ts.SyntaxKind.BreakStatement, ts.SyntaxKind.ContinueStatement],
  examples: [
    { before: 'for (const a of b) { if (a) { c(); continue } d() }', after: [
      'for (const a of b) { if (a) { c(); ; } d() }',
    ] },
    { before: 'switch (a) { case 1: b(); break; default: c(); break }', after: [
      'switch (a) { case 1: b(); ; default: c(); break }',
    ] },
    { before: 'for (const a of b) { c(); continue }', after: [] },
  ],
  *mutate(node) {
    if (!ts.isBreakStatement(node) && !ts.isContinueStatement(node)) return
    if (goesThereAnyway(node)) return
    yield { node, replacement: ';', form: 'statement', ...(isAlone(node) ? { subsumed: true } : {}) }
  },
}

/** The last `break` of the last `case`, and a `continue` that ends its loop body. */
function goesThereAnyway(node: ts.BreakOrContinueStatement): boolean {
  if (node.label || siblings(node)?.at(-1) !== node && siblings(node)) return false
  const { parent } = node
  if (ts.isBreakStatement(node)) return ts.isCaseOrDefaultClause(parent) && parent.parent.clauses.at(-1) === parent
  return ts.isBlock(parent) && loopBody(parent.parent) === parent
}
