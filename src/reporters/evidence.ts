/** The receipt of a verdict in words. */
import type { Failure, Tier } from '../model/verdict.js'
import type { Judged } from './summary.js'
import { formatDuration } from './summary.js'
import { plural } from '../common/plural.js'

const realms: Record<Exclude<Tier, 'none'>, string> = {
  hot: 'in a worker that was used',
  warm: 'with its test file loaded anew',
  cold: 'with its modules loaded anew',
  fresh: 'in a new worker',
}

const failures: Record<Failure['kind'], string> = {
  assertion: 'an assertion failed',
  exception: 'an error was thrown',
  hook: 'a hook failed',
  load: 'a test file did not load',
  timeout: 'the time ran out',
  budget: 'a loop did not end',
  crash: 'the worker died',
  unhandled: 'an error was left unhandled',
  snapshot: 'a snapshot differed',
}

/** What was run for this mutant and how it went, as sentences; empty when nothing was run. */
export function evidence({ verdict }: Judged): string {
  const { receipt, status } = verdict
  if (receipt.tier === 'none') return ''
  const reached = verdict.static
    ? 'The code runs while its module loads'
    : receipt.reached > 0 ? `The changed code ran ${times(receipt.reached)}` : 'The changed code was reached'
  const different = new Set(receipt.ran).size
  const ran = `${different === 0 ? 'no test' : plural(different, 'test')} ran`
  const outcome = receipt.failure
    ? `${ran}, and ${failures[receipt.failure.kind]}`
    : `${ran} to the end${different < receipt.ran.length ? ', some more than once' : ''}${status === 'Survived' ? ', and none failed' : ''}`
  const control = receipt.control === 'passed' ? ' Without the change the same tests pass.' : ''
  return `${reached}; ${outcome}.${control} Judged ${realms[receipt.tier]} in ${formatDuration(receipt.durationMs)}.`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
