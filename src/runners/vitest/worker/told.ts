/** What sources set up in packages, which stay when modules are evaluated anew: by test in runs without a mutant, and in a trial. */
import { takeTold, type Counters } from './hits.js'

/** What was told in one run without a mutant. */
export interface ToldInRun {
  /** By test; absent: nothing. */
  readonly tests: readonly (ReadonlySet<string> | undefined)[]
  /** By the tests below a suite, what its hooks told. */
  readonly hooks: readonly { readonly tests: readonly number[]; readonly told: ReadonlySet<string> }[]
}

/** What always was told, in all runs so far. */
interface Expected { readonly tests: readonly number[]; told: ReadonlySet<string> }

export class Told {
  private readonly known = new Set<string>()
  /** Places that told something else in a later run: a time, a random number. */
  private readonly varying = new Set<string>()
  private load: ReadonlySet<string> | undefined
  private expected: Map<string, Expected> | undefined

  constructor(private readonly counters: Counters) {}

  /** All modules were loaded. */
  learnLoad(told: ReadonlySet<string>): void {
    this.see(told, this.load === undefined)
    this.load = this.load ? intersection(this.load, told) : told
  }

  learn({ tests, hooks }: ToldInRun): void {
    const found = new Map<string, Expected>()
    for (const [test, told] of tests.entries()) if (told?.size) found.set(`test ${test}`, { tests: [test], told })
    for (const { tests: below, told } of hooks) {
      const key = below.join()
      found.set(key, { tests: below, told: new Set([...found.get(key)?.told ?? [], ...told]) })
    }
    for (const { told } of found.values()) this.see(told, this.expected === undefined)
    if (this.expected) {
      for (const [key, each] of this.expected) each.told = intersection(each.told, found.get(key)?.told ?? new Set())
    } else this.expected = found
  }

  /** Call before a trial. */
  begin(): void {
    takeTold(this.counters)
  }

  /**
   * Whether sources have told packages anything else since then than without a mutant, or left it out.
   * @param ran indexes of the tests that ran
   * @param withLoad all modules were loaded
   */
  isOther(ran: readonly number[], withLoad: boolean): boolean {
    const { told: seen, isWhole } = takeTold(this.counters)
    if (!isWhole) return false
    for (const each of seen) if (!this.known.has(each) && !this.varying.has(placeOf(each))) return true
    const isMissing = (told: ReadonlySet<string>): boolean => [...told].some((each) => !seen.has(each) && !this.varying.has(placeOf(each)))
    if (withLoad && this.load && isMissing(this.load)) return true
    const tests = new Set(ran)
    return [...this.expected?.values() ?? []].some((each) => each.told.size > 0 && each.tests.some((test) => tests.has(test)) && isMissing(each.told))
  }

  private see(told: ReadonlySet<string>, isFirst: boolean): void {
    for (const each of told) {
      if (!isFirst && !this.known.has(each)) this.varying.add(placeOf(each))
      this.known.add(each)
    }
  }
}

/** See `RealmGlobal.told`. */
function placeOf(told: string): string {
  return told.slice(0, told.indexOf('\n'))
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((each) => other.has(each)))
}
