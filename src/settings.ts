/** The options that a result depends on, as what is kept says them. */
import type { RunOptions } from './model/options.js'

/** The options that decide which mutants there are, and which tests. */
export function settingsOf(
  { paths, operators, suppress, ignoreTests, rules, overrides, types, projects, vitestConfig, ...custom }: RunOptions,
): object {
  const definitions = [...custom.customOperators, ...custom.customRules].map(definitionText)
  return { paths, operators, suppress, ignoreTests, rules, overrides, types, projects, vitestConfig, definitions }
}

/** An operator or rule of the config as text, its functions too: another one makes other mutants. */
function definitionText(definition: object): string {
  return JSON.stringify(definition, (_, value: unknown) => typeof value === 'function' ? Function.prototype.toString.call(value) : value)
}

/**
 * All options that a result depends on, as text; undefined for what is always judged, because it rests on more than the
 * files of the project.
 */
export function answerable(options: RunOptions): string | undefined {
  if (options.since !== undefined || options.coverage.length > 0 || options.profile) return undefined
  const { dryRuns, fresh, typeCheck, minify } = options
  return JSON.stringify({ ...settingsOf(options), dryRuns, fresh, typeCheck, minify })
}
