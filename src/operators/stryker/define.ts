/** What all operators of the level `stryker` have in common. */
import { isBelowAs, isInEnum, type ts } from '../../syntax/index.js'
import type { Context, Mutation, Operator } from '../operator.js'

/** The parts in which they differ. */
export type StrykerOperator = Pick<Operator, 'name' | 'kinds' | 'examples'> & {
  mutate(node: ts.Node, context: Context): Iterable<Mutation>
}

/** An operator that, like StrykerJS, sees nothing below `x as T` and in enums. */
export function define({ name, kinds, examples, mutate }: StrykerOperator): Operator {
  return {
    name,
    level: 'stryker',
    description: `Makes the mutants that StrykerJS calls ${name}.`,
    why: 'For comparison with StrykerJS, and for people who come from there.',
    remedy: 'See the operator of the same name in the level `default`.',
    kinds,
    examples,
    *mutate(node, context) {
      if (!isBelowAs(node) && !isInEnum(node)) yield* mutate(node, context)
    },
  }
}
