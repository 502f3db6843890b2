/** Which mutants are left out, by rule or by comment, and why. */
import { invariant, log, telemetry } from './calls.js'
import { config, generatedCode } from './files.js'
import type { Rule } from './rule.js'
import { display, errorText } from './texts.js'
import { capacity, envGuard, loopInit, memo, time } from './values.js'

export { customRule, selectRules } from './custom.js'
export { readComments, type Comments } from './comments.js'
export type { Candidate, Rule } from './rule.js'

/** All rules, in the order in which they are asked. */
export const rules: readonly Rule[] = [
  generatedCode, config, log, telemetry, invariant, errorText, envGuard, memo, capacity, time, display, loopInit,
]
