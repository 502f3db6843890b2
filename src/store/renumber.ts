/** Brings verdicts of an earlier run into this one, where the same tests have other numbers. */
import { testKey, type TestCase, type TestId } from '../model/test.js'
import type { Receipt } from '../model/verdict.js'
import type { Kept, KeptVerdict } from './journal.js'

/** What an earlier run found out, with its tests by their numbers in this one. */
export function renumber({ tests: before, verdicts }: Kept, now: readonly TestCase[]): Map<string, KeptVerdict> {
  const numbers = new Map(now.map((test) => [testKey(test), test.id]))
  const toNow = (id: TestId): TestId[] => {
    const test = before.get(id)
    const number = test && numbers.get(testKey(test))
    return number === undefined ? [] : [number]
  }
  const renumbered = ({ failure, ...rest }: Receipt): Receipt => {
    const ran = rest.ran.flatMap(toNow)
    if (!failure) return { ...rest, ran }
    const { test, ...told } = failure
    const [failed] = test === undefined ? [] : toNow(test)
    return { ...rest, ran, failure: failed === undefined ? told : { ...told, test: failed } }
  }
  return new Map([...verdicts].map(([mutant, { status, receipt }]) => [mutant, { status, receipt: renumbered(receipt) }]))
}
