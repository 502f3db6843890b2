/** Canaries: before mutants of a project are judged in one kind of realm, a test that must fail fails there and is seen to. */
import type { FileState } from './file-state.js'
import { closeOver } from './site-coverage.js'
import type { PairTier } from './pair.js'
import type { Canary, CanaryFate, DryTest, Outcome, RerunTier } from './protocol.js'
import type { TestFile } from './runner.js'

/** A test file in which the canary did not do as it must, and in no other of its project either. */
export interface Unproven {
  readonly file: TestFile
  readonly tier: PairTier
  /** `unnoticed`: a test that was made to fail passed; `restless`: one failed with a mutant that changes nothing. */
  readonly fate: Exclude<CanaryFate, 'died'>
}

export interface Canaries {
  /** No canary of the file's project has died in this kind of realm yet. */
  needed(file: TestFile, tier: PairTier): boolean
  /** Nothing of the file may be judged in this kind of realm, unless another file of the project shows that failures are seen. */
  blocks(file: TestFile, tier: PairTier): boolean
  accept(file: TestFile, tier: PairTier, fate: CanaryFate): void
  /** Waits for what flies already for a fresh realm of the file's project, else flies. */
  together(file: TestFile, fly: () => Promise<void>): Promise<void>
  /** What keeps the run from being believed. */
  unproven(): Unproven[]
}

export function createCanaries(): Canaries {
  const died = new Set<string>()
  const failed = new Map<string, Unproven>()
  const flying = new Map<string, Promise<void>>()
  const of = ({ project }: TestFile, tier: PairTier): string => `${tier} ${project}`
  const needed: Canaries['needed'] = (file, tier) => !died.has(of(file, tier))
  return {
    needed,
    blocks: (file, tier) => failed.has(`${tier} ${file.key}`) && needed(file, tier),
    accept(file, tier, fate) {
      if (fate === 'died') died.add(of(file, tier))
      else failed.set(`${tier} ${file.key}`, { file, tier, fate })
    },
    async together({ project }, fly) {
      const begun = flying.get(project)
      if (begun) return begun
      const flight = fly().finally(() => flying.delete(project))
      flying.set(project, flight)
      return flight
    },
    unproven: () => [...failed.values()].filter(({ file, tier }) => needed(file, tier)),
  }
}

/** Tests that are tried until one fails: a test that expects an error, or catches one, may pass. */
const MOST_FLIGHTS = { hot: 12, warm: 4, cold: 4 } as const

/** The cheapest tests that can be made to fail; undefined when there is none. */
export function planCanary(state: FileState, tier: RerunTier): Canary | undefined {
  const { ready, dependent } = state
  const runs = (test: number): boolean => tier !== 'hot' || ready?.hot[test] === true
  const numbers = breakable(state).filter(runs)
  const msOf = (test: number): number => state.dry!.tests[test]!.durationMs
  const flights = numbers.sort((a, b) => msOf(a) - msOf(b)).slice(0, MOST_FLIGHTS[tier])
    .map((test) => {
      const tests = closeOver([test], dependent ?? state.dry!.tests.map((_, number) => number))
      // Those before it that do not go as in the first run would fail with any mutant.
      return { test, tests: tests.every(runs) ? tests : [test] }
    })
  return flights.length === 0 ? undefined : { flights }
}

/** The test from which on tests of a fresh realm get no budget; those before it show that others pass. */
export function firstStarved(state: FileState): number | undefined {
  const numbers = breakable(state)
  return numbers.find((test) => test > 0) ?? numbers[0]
}

/** Whether there is a test in the file that can be made to fail. */
export function canFly(state: FileState): boolean {
  return state.dry !== undefined && breakable(state).length > 0
}

/**
 * Tests that pass, and run through a loop or function of the sources: that is where a budget is checked. Those that fail now and
 * then only where there are no others.
 */
function breakable({ dry, unreliable }: FileState): number[] {
  const can = ({ state, cost, fails }: DryTest): boolean => state === 'pass' && cost > 0 && fails !== true
  const numbers = dry!.tests.flatMap((test, number) => (can(test) ? [number] : []))
  const reliable = numbers.filter((number) => !unreliable.has(number))
  return reliable.length > 0 ? reliable : numbers
}

/** What became of the canary in a fresh realm. */
export function fateOf({ failure }: Outcome, starvedFrom: number): CanaryFate {
  if (!failure) return 'unnoticed'
  return failure.kind === 'budget' || (failure.test ?? -1) >= starvedFrom ? 'died' : 'restless'
}
