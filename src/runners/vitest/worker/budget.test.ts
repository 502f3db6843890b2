import { expect, it } from 'vitest'
import { createRealmGlobal } from '../../../instrument/realm-global.js'
import { startBudget, type Budget } from './budget.js'
import type { Counters } from './hits.js'
import type { TestTask } from './vitest-types.js'

const task = (more: Partial<TestTask> = {}): TestTask => more as TestTask
const begin = (budget: number, cost: number | undefined): { counters: Counters; trial: Budget } => {
  const counters = createRealmGlobal()
  return { counters, trial: startBudget(counters, { budget, testBudget: { least: 20, times: 10 } }, () => cost) }
}

it('a test may enter so many times what it entered in the dry run', () => {
  const { counters, trial } = begin(1000, 5)
  trial.beforeTest(task())
  expect(counters.b).toBe(50)
})

it('a test that entered next to nothing gets the least', () => {
  const { counters, trial } = begin(1000, 1)
  trial.beforeTest(task())
  expect(counters.b).toBe(20)
})

it('what a test did not use is left for hooks of suites and the tests after it, what it used is not', () => {
  const { counters, trial } = begin(60, 5)
  counters.b -= 5
  trial.beforeTest(task())
  expect(counters.b).toBe(50)
  counters.b -= 30
  trial.afterTest()
  expect(counters.b).toBe(25)
  trial.beforeTest(task())
  expect(counters.b).toBe(25)
})

it('whoever has used it up gets no other', () => {
  const { counters, trial } = begin(1000, 5)
  trial.beforeTest(task())
  counters.b = -1
  trial.afterTest()
  trial.beforeTest(task())
  expect(counters.b).toBe(-1)
})

it.each([
  ['that overlap', task({ concurrent: true }), 5],
  ['of which no dry run tells anything', task(), undefined],
])('tests %s share all that is left', (_, test, cost) => {
  const { counters, trial } = begin(1000, cost)
  trial.beforeTest(test)
  expect(counters.b).toBe(1000)
})
