/** Function bodies and other blocks: emptied. */
import { canBeEmptied, effectiveStatements, isFunctionBody, ts, unwrap } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const blockStatement: Operator = {
  name: 'BlockStatement',
  level: 'default',
  description: 'Removes everything inside a function body or a block.',
  why: 'If a whole body can go unnoticed, no test asserts anything that it does.',
  remedy: 'Assert what the code is there for: its result or its effect.',
  kinds: [ts.SyntaxKind.Block],
  examples: [
    { before: 'function f() { return run() }', after: ['function f() {}'] },
    { before: 'const f = () => { run() }', after: ['const f = () => {}'] },
    { before: 'class A { get a() { return run() } }', after: ['class A { get a() {} }'] },
    { before: 'if (ok) { run() } else { stop() }', after: ['if (ok) {} else { stop() }', 'if (ok) { run() } else {}'] },
    { before: 'for (const a of list) { run(a) }', after: ['for (const a of list) {}'] },
    { before: 'try { run() } catch { stop() } finally { end() }', after: [
      'try {} catch { stop() } finally { end() }', 'try { run() } catch {} finally { end() }',
      'try { run() } catch { stop() } finally {}',
    ] },
    { before: 'function f() { return undefined }', after: [] },
  ],
  *mutate(node) {
    if (!ts.isBlock(node)) return
    if (isFunctionBody(node)) {
      const statements = effectiveStatements(node)
      if (statements.length === 0 || !canBeEmptied(node) || returnsNothing(statements)) return
      yield { node, replacement: '{}', form: 'functionBody', extreme: node.parent }
    } else if (node.statements.length > 0) {
      yield { node, replacement: '{}', form: 'block', ...(isCovered(node) ? { subsumed: true } : {}) }
    }
  },
}

/** A body of nothing but `return`, `return undefined` or `return void 0`. */
function returnsNothing(statements: readonly ts.Statement[]): boolean {
  const [only] = statements
  if (statements.length !== 1 || !only || !ts.isReturnStatement(only)) return false
  if (!only.expression) return true
  const value = unwrap(only.expression)
  return ts.isVoidExpression(value) || ts.isIdentifier(value) && value.text === 'undefined'
}

/** Blocks that a condition of `false` skips all the same, and loops that would only spin without their body. */
function isCovered(block: ts.Block): boolean {
  const { parent } = block
  if (ts.isIfStatement(parent)) return parent.thenStatement === block && !parent.elseStatement
  return ts.isForStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)
}
