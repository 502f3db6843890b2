/** Puts back what modules keep, as far as it is data, after the runs of a test file on its loaded modules. */
import type { PutsBack, Restorable } from '../../../engine/protocol.js'
import type { Keeper } from '../../../instrument/keepers.js'
import { rememberData, type KeptData } from './kept-data.js'
import type { Known } from './plain-data.js'
import type { Watcher } from './recording.js'

/** So many properties are looked at in a run; more takes longer than to run all tests of most files. */
const MOST_LOOKS = 20_000

export class PutBack {
  /** What the last run left: it was put back, or cannot be. */
  left: ReturnType<KeptData['putBack']> = 'same'
  private what: PutsBack = 'nothing'
  /** Something could not be put back. */
  private hasLost = false
  /** Data had changed between tests of the last run. */
  private changedBetween = false
  private data: KeptData

  constructor(private readonly known: Known) {
    this.data = rememberData([], known)
  }

  /**
   * Call when the file was just loaded: that is what data goes back to.
   * @param isThorough properties that were given other attributes count as changed
   */
  remember(keepers: readonly Keeper[], isThorough: boolean): void {
    this.data = rememberData(keepers, this.known, isThorough)
  }

  /** A test of the first run is over, the one with this index. */
  look(test: number): void {
    this.data.look(test)
  }

  /** Whether anything is put back. */
  get isOn(): boolean {
    return this.what !== 'nothing'
  }

  /** Whether all of that could be put back so far. */
  get isWhole(): boolean {
    return this.isOn && !this.hasLost
  }

  /** What is put back after each run from now on. What was left out once stays so. */
  fromNow(what: PutsBack): void {
    this.what = what
    this.left = 'same'
    if (what === 'by need') this.data.rememberUnsettled()
    else if (what === 'settled') this.data.leave(this.data.unsettled)
    else if (what === 'nothing') this.data.leave(new Set(this.data.files))
  }

  /** What could be put back after each run. */
  get restorable(): Pick<Restorable, 'files' | 'makers' | 'unsettled' | 'unsettledBy'> {
    const { files, makers, unsettled, unsettledBy } = this.data
    return { files, makers, unsettled: [...unsettled], ...(unsettledBy !== undefined && { unsettledBy }) }
  }

  has(object: object): boolean {
    return this.data.has(object)
  }

  /** Call before a run; says whether it begins with what a run of the whole file begins with. */
  begin(withFirstTest: boolean): boolean {
    if (this.what !== 'by need') return true
    if (withFirstTest) this.data.putBack()
    return withFirstTest
  }

  afterRun(): void {
    if (!this.isOn) return
    this.left = this.data.putBack(this.what === 'by need' ? 'first run' : 'load')
    if (this.left === 'lost') this.hasLost = true
    if (this.left === 'same' && this.changedBetween) this.left = 'changed'
    this.changedBetween = false
  }

  /**
   * Whoever watches a run of some tests, and whether data has changed when it comes to one that is left out: that one might notice,
   * though a later one puts it back.
   * @param tests indexes of those that run
   */
  watchGaps(watcher: Watcher, tests: readonly number[], indexOf: (test: Parameters<Watcher['afterTest']>[0]) => number): Watcher {
    if (!this.isOn) return watcher
    const before = new Set(tests.filter((test, at) => at + 1 < tests.length && tests[at + 1] !== test + 1))
    this.changedBetween = before.size > 0 && before.size * this.data.size() > MOST_LOOKS
    if (before.size === 0 || this.changedBetween) return watcher
    return {
      ...watcher,
      afterTest: (test) => {
        watcher.afterTest(test)
        if (before.has(indexOf(test)) && !this.data.isSame()) this.changedBetween = true
      },
    }
  }
}
