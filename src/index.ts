/** What other packages import: helpers that give a config, its operators and its rules their types. */
import type { CustomOperator, CustomRule } from './model/custom.js'
import type { MutateConfig } from './options/user-config.js'

export type { Code, CustomCandidate, CustomOperator, CustomRule, Override, Replacement } from './model/custom.js'
export type { MutateConfig } from './options/user-config.js'

/** Returns the config as it is; editors then know its keys. */
export function defineConfig(config: MutateConfig): MutateConfig {
  return config
}

/** Returns the operator as it is; editors then know what belongs to one. */
export function defineOperator(operator: CustomOperator): CustomOperator {
  return operator
}

/** Returns the suppression rule as it is; editors then know what belongs to one. */
export function defineRule(rule: CustomRule): CustomRule {
  return rule
}
