/** Rules that the config of a project defines, as rules like all others, and the choice among all of them. */
import type { CustomRule } from '../model/custom.js'
import { UserError } from '../model/errors.js'
import { knownName } from '../operators/index.js'
import { codeOf } from '../syntax/index.js'
import type { Rule } from './rule.js'

/** The rule that a definition of a config stands for. */
export function customRule(custom: CustomRule): Rule {
  const { id, reason, description = '', examples = [] } = custom
  return {
    id, reason, description,
    examples: examples.map((code) => ({ code })),
    covers({ path, operator, node, source, replacement }) {
      const code = codeOf(node, source)
      try {
        return custom.covers({ path, operator, code, replacement })
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        throw new UserError(`rule ${id} of the config failed at ${path}:${code.line}: ${message}`, undefined, { cause: error })
      }
    },
  }
}

/**
 * The rules for a list of ids; `all` means every one, `-id` leaves one out, and a list of nothing but these starts from all.
 * @throws UserError for an unknown id, with the nearest one
 */
export function selectRules(ids: readonly string[], rules: readonly Rule[]): readonly Rule[] {
  const known = (id: string) => knownName(id, ['all', ...rules.map((rule) => rule.id)], 'rule')
  const left = new Set(ids.filter((id) => id.startsWith('-')).map((id) => known(id.slice(1))))
  const given = new Set(ids.filter((id) => !id.startsWith('-')).map(known))
  const every = given.size === 0 || given.has('all')
  return left.has('all') ? [] : rules.filter(({ id }) => (every || given.has(id)) && !left.has(id))
}
