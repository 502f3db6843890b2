/** `mutate describe`: what an operator or a suppression rule does, or a table of all of them. */
import { ExitCode } from '../model/errors.js'
import type { DescribeOptions } from '../options/resolve.js'

/** Runs the command. */
export async function describe({ names, json }: DescribeOptions): Promise<ExitCode> {
  const { describeName, describeOperators, describeRules, operatorNames } = await import('../suppression/describe.js')
  if (json) {
    const found = names.length > 0 ? names.map(describeName) : { operators: describeOperators(), rules: describeRules() }
    process.stdout.write(`${JSON.stringify(names.length === 1 ? (found as object[])[0] : found, null, 2)}\n`)
    return ExitCode.passed
  }
  const [{ descriptionText, overviewText }, { terminalStyle }, { rules }] = await Promise.all([
    import('./describe-text.js'),
    import('../reporters/text-style.js'),
    import('../suppression/index.js'),
  ])
  const style = terminalStyle(process.stdout, process.env)
  const texts = names.length === 0
    ? [overviewText(operatorNames(), rules, style)]
    : names.map(describeName).map((found) => descriptionText(found, style))
  process.stdout.write(`${texts.join('\n\n')}\n`)
  return ExitCode.passed
}
