/** The level `stryker`: blocks with statements. */
import { effectiveStatements, isFunctionBody, isParameterProperty, ts } from '../../syntax/index.js'
import { define } from './define.js'

export const blockStatement = define({
  name: 'BlockStatement',
  kinds: [ts.SyntaxKind.Block],
  examples: [
    { before: 'function f() { a() }', after: ['function f() {}'] },
    { before: 'if (a) { b() }', after: ['if (a) {}'] },
    { before: 'class A { static { b() } }', after: [] },
  ],
  *mutate(node) {
    if (!ts.isBlock(node) || ts.isClassStaticBlockDeclaration(node.parent)) return
    const isBody = isFunctionBody(node)
    if ((isBody ? effectiveStatements(node) : node.statements).length === 0) return
    if (ts.isConstructorDeclaration(node.parent) && mustStay(node.parent)) return
    yield isBody
      ? { node, replacement: '{}', form: 'functionBody', extreme: node.parent }
      : { node, replacement: '{}', form: 'block' }
  },
})

/** TypeScript wants `super()` to be there where the class initialises fields or the constructor declares them. */
function mustStay(node: ts.ConstructorDeclaration): boolean {
  const fields = node.parent.members.some((member) => ts.isPropertyDeclaration(member) && member.initializer)
  return (fields || node.parameters.some(isParameterProperty)) && callsSuper(node)
}

function callsSuper(node: ts.ConstructorDeclaration): boolean {
  return node.body?.statements.some((statement) => ts.isExpressionStatement(statement)
    && ts.isCallExpression(statement.expression) && statement.expression.expression.kind === ts.SyntaxKind.SuperKeyword) ?? false
}
