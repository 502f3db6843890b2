/** `mutate init`: a config with comments, a script in package.json, and the lines for CI; nothing is written over. */
import { ExitCode } from '../model/errors.js'
import type { RunOptions } from '../model/options.js'
import { initialise } from '../init/init.js'

/** Runs the command. It asks nothing, so that it does the same without a terminal. */
export function init({ root }: Pick<RunOptions, 'root'>): ExitCode {
  for (const line of initialise(root)) process.stdout.write(`${line}\n`)
  return ExitCode.passed
}
