/** Operators that the config of a project defines, as operators like all others. */
import { UserError } from '../model/errors.js'
import type { Code, CustomOperator, Replacement } from '../model/custom.js'
import { nearest } from '../common/nearest.js'
import {
  canBeEmptied, codeOf, isExpressionText, isFunctionBody, isRemovable, kindNamed, kindNamesList, nodeOf, ts,
} from '../syntax/index.js'
import type { Mutation, Operator } from './operator.js'

/**
 * The operator that a definition of a config stands for.
 * @throws UserError when it names a kind of code that does not exist
 */
export function customOperator(custom: CustomOperator): Operator {
  const { name, description, level = 'default', why = '', remedy = '' } = custom
  return {
    name, level, description, why, remedy, custom: true,
    kinds: custom.kinds.map((kind) => known(kind, name)),
    examples: (custom.examples ?? []).map((before) => ({ before, after: [] })),
    *mutate(node, { source, path }) {
      const at = `${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`
      const code = codeOf(node, source)
      for (const replacement of called(custom, code, at)) yield mutationOf(node, replacement, `operator ${name} of the config, ${at}`)
    },
  }
}

function known(kind: string, operator: string): ts.SyntaxKind {
  const found = kindNamed(kind)
  if (found !== undefined) return found
  const meant = nearest(kind, kindNamesList)
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`
  throw new UserError(`operator ${operator} of the config: there is no kind of code "${kind}"${hint}`)
}

function called(custom: CustomOperator, code: Code, at: string): readonly Replacement[] {
  try {
    return [...custom.mutate(code)]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new UserError(`operator ${custom.name} of the config failed at ${at}: ${message}`, undefined, { cause: error })
  }
}

function mutationOf(shown: ts.Node, replacement: Replacement, where: string): Mutation {
  const node = typeof replacement === 'string' ? shown : nodeOf(replacement.at)
  const text = typeof replacement === 'string' ? replacement : replacement.by
  if (!node || typeof text !== 'string') {
    throw new UserError(`${where}: a replacement is a text, or { at, by } with code that the operator was shown and a text`)
  }
  if (ts.isBlock(node)) {
    if (text.trim() !== '{}') throw new UserError(`${where}: a block can only be emptied, by '{}', not replaced by ${text}`)
    if (!canBeEmptied(node)) throw new UserError(`${where}: this constructor makes its object, so its body has to stay`)
    return { node, replacement: '{}', form: isFunctionBody(node) ? 'functionBody' : 'block' }
  }
  if (ts.isStatement(node)) {
    if (text.trim() !== '' && text.trim() !== ';') {
      throw new UserError(`${where}: a statement can only be removed, by '', not replaced by ${text}`)
    }
    if (!isRemovable(node)) throw new UserError(`${where}: a declaration can not be removed`)
    return { node, replacement: ';', form: 'statement' }
  }
  if (!ts.isExpression(node)) throw new UserError(`${where}: only expressions, statements and blocks can be replaced`)
  if (!isExpressionText(text)) throw new UserError(`${where}: the replacement is no expression: ${text}`)
  return { node, replacement: text }
}
