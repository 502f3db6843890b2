/** `mutate describe`: what an operator or a suppression rule does, or a table of all of them. */
import { ExitCode } from '../model/errors.js'
import type { DescribeOptions } from '../options/resolve.js'

/** Runs the command. */
export async function describe({ names, json, ...settings }: DescribeOptions): Promise<ExitCode> {
  const [{ describeName, describeOperators, describeRules, operatorNames }, { catalogueOf }] = await Promise.all([
    import('../suppression/describe.js'),
    import('../mutants/generator.js'),
  ])
  const catalogue = catalogueOf(settings)
  const found = names.map((name) => describeName(name, catalogue))
  if (json) {
    const all = { operators: describeOperators(catalogue), rules: describeRules(catalogue) }
    process.stdout.write(`${JSON.stringify(found.length === 0 ? all : found.length === 1 ? found[0] : found, null, 2)}\n`)
    return ExitCode.passed
  }
  const [{ descriptionText, overviewText }, { terminalStyle }] = await Promise.all([
    import('./describe-text.js'),
    import('../reporters/text-style.js'),
  ])
  const style = terminalStyle(process.stdout, process.env)
  const texts = found.length === 0
    ? [overviewText(operatorNames(catalogue), catalogue.rules, style)]
    : found.map((each) => descriptionText(each, style))
  process.stdout.write(`${texts.join('\n\n')}\n`)
  return ExitCode.passed
}
