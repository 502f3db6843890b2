import { describe, expect, test } from 'vitest'
import { applyGates, type GateOptions, type GateOutcome } from './gate.js'
import { type Counts, emptyCounts } from '../model/score.js'

type Case = readonly [name: string, counts: Partial<Counts>, options: GateOptions, GateOutcome, code: number, says: string]

const half = { Killed: 5, Survived: 5 }
const nothing = {}
const invalid = { RuntimeError: 2, CompileError: 1 }

const cases: readonly Case[] = [
  ['without a gate survivors pass', half, {}, 'passed', 0, ''],
  ['without a gate nothing at all passes and is said', nothing, {}, 'passed', 0, 'there is no mutant to judge'],
  ['without a gate mutants that can not be judged pass', invalid, {}, 'passed', 0, ''],
  ['a score above the minimum passes', half, { minScore: 49 }, 'passed', 0, 'the score is 50 %, and at least 49 % was asked for'],
  ['a score equal to the minimum passes', half, { minScore: 50 }, 'passed', 0, 'the score is 50 %'],
  ['a score below the minimum fails', half, { minScore: 51 }, 'failed', 1, 'the score is 50 %, but at least 51 % was asked for'],
  ['a score just below is not shown as reached', { Killed: 79_999, Survived: 20_001 }, { minScore: 80 }, 'failed', 1, 'the score is 79.99 %'],
  ['minimum 0 passes with no kill', { Survived: 3 }, { minScore: 0 }, 'passed', 0, 'the score is 0 %'],
  ['minimum 100 passes when all are killed', { Killed: 3 }, { minScore: 100 }, 'passed', 0, 'the score is 100 %'],
  ['minimum 100 fails with one mutant not covered', { Killed: 3, NoCoverage: 1 }, { minScore: 100 }, 'failed', 1, 'the score is 75 %'],
  ['timeouts are detected', { Timeout: 2 }, { minScore: 100 }, 'passed', 0, 'the score is 100 %'],
  ['ignored mutants count for nothing', { Killed: 1, Ignored: 99 }, { minScore: 100 }, 'passed', 0, 'the score is 100 %'],
  ['a score of nothing is inconclusive', nothing, { minScore: 0 }, 'inconclusive', 4, 'there is no mutant'],
  ['a score of ignored mutants is inconclusive', { Ignored: 4 }, { minScore: 0 }, 'inconclusive', 4, 'none of 4 mutants could be judged'],
  ['a score of invalid mutants is inconclusive', invalid, { minScore: 50 }, 'inconclusive', 4, 'none of 3 mutants could be judged'],
  ['covered code alone counts for min-covered', { Killed: 1, NoCoverage: 9 }, { minCovered: 100 }, 'passed', 0, 'the score of covered code is 100 %'],
  ['min-covered fails on survivors', half, { minCovered: 60 }, 'failed', 1, 'the score of covered code is 50 %'],
  ['min-covered without covered code is inconclusive', { NoCoverage: 9 }, { minCovered: 10 }, 'inconclusive', 4, 'none of 9 mutants could be judged'],
  ['as many survivors as allowed pass', half, { maxSurvivors: 5 }, 'passed', 0, '5 mutants survived, and at most 5 are allowed'],
  ['one survivor too many fails', { Killed: 9, Survived: 1 }, { maxSurvivors: 0 }, 'failed', 1, '1 mutant survived, but at most 0 are allowed'],
  ['mutants not covered are no survivors', { Killed: 1, NoCoverage: 3 }, { maxSurvivors: 0 }, 'passed', 0, '0 mutants survived'],
  ['no survivors of nothing is inconclusive', nothing, { maxSurvivors: 0 }, 'inconclusive', 4, 'there is no mutant'],
  ['one gate that fails is enough', half, { minScore: 10, maxSurvivors: 1 }, 'failed', 1, '5 mutants survived, but at most 1 is allowed'],
  ['a failed gate outweighs an inconclusive one', { NoCoverage: 2 }, { minScore: 10, minCovered: 10 }, 'failed', 1, 'the score is 0 %'],
  ['pending mutants that could change the outcome leave it open', { Killed: 5, Pending: 5 }, { minScore: 60 }, 'inconclusive', 4, 'between 50 % and 100 %'],
  ['pending mutants that can not save the score fail it', { Survived: 8, Pending: 2 }, { minScore: 60 }, 'failed', 1, 'the score is 20 %'],
  ['pending mutants that can not spoil the score pass it', { Killed: 8, Pending: 2 }, { minScore: 60 }, 'passed', 0, 'the score is 80 %'],
  ['a part of the project has gates of its own', half, { gates: { 'src/pay': { minScore: 90 } } }, 'failed', 1, 'the score of src/pay is 75 %, but at least 90 % was asked for'],
  ['all gates of a part count', half, { gates: { 'src/pay': { minScore: 70, minCovered: 70, maxSurvivors: 1 } } }, 'passed', 0, '1 mutant of src/pay survived, and at most 1 is allowed'],
  ['a part without mutants is inconclusive', half, { minScore: 1, gates: { 'src/none': { maxSurvivors: 0 } } }, 'inconclusive', 4, 'of survivors of src/none at most 0 are allowed, but there is no mutant'],
  ['a part that fails outweighs a project that passes', half, { minScore: 10, gates: { 'src/pay': { maxSurvivors: 0 } } }, 'failed', 1, '1 mutant of src/pay survived'],
  ['a gate that could be tightened is pointed out', half, { minScore: 40, maxSurvivors: 7 }, 'passed', 0, 'gates could be tightened: minScore to 50, maxSurvivors to 5'],
  ['a gate of a part that could be tightened is pointed out', half, { gates: { 'src/pay': { minCovered: 10 } } }, 'passed', 0, 'gates could be tightened: minCovered of src/pay to 75'],
  ['less than a point is nothing to point out', { Killed: 667, Survived: 333 }, { minScore: 66 }, 'passed', 0, 'the score is 66.7 %, and at least 66 % was asked for'],
  ['timeouts beyond a quarter are inconclusive', { Killed: 20, Timeout: 10 }, { minScore: 50 }, 'inconclusive', 4, '10 mutants timed out, 33.33 % of those judged'],
  ['timeouts beyond a quarter do not save a gate that failed', { Survived: 20, Timeout: 10 }, { minScore: 50 }, 'failed', 1, 'the score is 33.33 %'],
  ['timeouts up to a quarter pass', { Killed: 30, Timeout: 10 }, { minScore: 50 }, 'passed', 0, 'the score is 100 %'],
  ['no new survivor of nothing is inconclusive', nothing, { noNewSurvivors: 'a.json' }, 'inconclusive', 4, 'no new survivor is allowed, but there is no mutant'],
  ['no new survivor passes whatever the score', { Survived: 9 }, { noNewSurvivors: 'a.json' }, 'passed', 0, 'no mutant went unnoticed that did not in the earlier report'],
  ['no new survivor stays open while mutants are pending', { Killed: 1, Pending: 2 }, { noNewSurvivors: 'a.json' }, 'inconclusive', 4, '2 mutants were not judged'],
  ['nothing but pending mutants is inconclusive', { Pending: 3 }, { minScore: 0 }, 'inconclusive', 4, 'none of 3 mutants could be judged'],
  ['pending mutants may still survive', { Killed: 5, Pending: 2 }, { maxSurvivors: 1 }, 'inconclusive', 4, '2 were not judged'],
]

type SampleCase = readonly [name: string, counts: Partial<Counts>, sample: Partial<Counts>, options: GateOptions, GateOutcome, code: number, says: string]

const sampled: readonly SampleCase[] = [
  ['an interval above the minimum passes', { Killed: 90, Survived: 10, Pending: 900 }, { Killed: 90, Survived: 10 }, { minScore: 80 }, 'passed', 0,
    'the score lies between 82.56 % and 94.47 % with 95 % confidence and 900 mutants not judged, and at least 80 % was asked for'],
  ['an interval below the minimum fails', { Killed: 50, Survived: 50, Pending: 900 }, { Killed: 50, Survived: 50 }, { minScore: 80 }, 'failed', 1,
    'with 95 % confidence and 900 mutants not judged, but at least 80 % was asked for'],
  ['an interval around the minimum is inconclusive', { Killed: 90, Survived: 10, Pending: 900 }, { Killed: 90, Survived: 10 }, { minScore: 90 }, 'inconclusive', 4,
    'between 82.56 % and 94.47 %'],
  ['few left narrow the interval', { Killed: 90, Survived: 10, Pending: 2 }, { Killed: 90, Survived: 10 }, { minScore: 88 }, 'passed', 0, 'the score is 88.23 %'],
  ['what was judged beyond the sample counts only where it is certain', { Killed: 99, Survived: 1, Pending: 900 }, { Killed: 9, Survived: 1 }, { minScore: 80 }, 'inconclusive', 4,
    'between 59.58 % and 98.21 %'],
  ['an empty sample decides nothing', { Killed: 5, Pending: 5 }, {}, { minScore: 60 }, 'inconclusive', 4, 'between 50 % and 100 %'],
  ['covered code has an interval of its own', { Killed: 90, Survived: 10, NoCoverage: 100, Pending: 900 }, { Killed: 90, Survived: 10, NoCoverage: 100 }, { minCovered: 80 }, 'passed', 0,
    'the score of covered code lies between 82.56 % and 94.47 %'],
  ['survivors are not estimated', { Killed: 90, Survived: 1, Pending: 900 }, { Killed: 90, Survived: 1 }, { maxSurvivors: 20 }, 'inconclusive', 4, '900 were not judged'],
  ['a part has a sample of its own', { Killed: 9, Pending: 9 }, { Killed: 9 }, { gates: { 'src/pay': { minScore: 50 } } }, 'failed', 1,
    'the score of src/pay lies between'],
]

describe('gates of a run whose time ran out', () => {
  test.each(sampled)('%s', (_name, counts, sample, options, outcome, code, says) => {
    const parts = { 'src/pay': { ...emptyCounts(), Survived: 20, Pending: 80 } }
    const result = applyGates({ ...emptyCounts(), ...counts }, options, {
      parts, sample: { ...emptyCounts(), ...sample }, partSamples: { 'src/pay': { ...emptyCounts(), Survived: 20 } },
    })
    expect([result.outcome, result.exitCode]).toEqual([outcome, code])
    expect(result.sentences.join('\n')).toContain(says)
  })
})

describe('gates', () => {
  test.each(cases)('%s', (_name, counts, options, outcome, code, says) => {
    const parts = { 'src/pay': { ...emptyCounts(), Killed: 3, Survived: 1 }, 'src/none': emptyCounts() }
    const result = applyGates({ ...emptyCounts(), ...counts }, options, { parts })
    expect([result.outcome, result.exitCode]).toEqual([outcome, code])
    expect(result.sentences.join('; ')).toContain(says)
    if (says === '') expect(result.sentences).toEqual([])
  })

  test('an interrupted run passes no gate', () => {
    const counts = { ...emptyCounts(), Killed: 10 }
    expect(applyGates(counts, { minScore: 50 }, { interrupted: true })).toMatchObject({ outcome: 'inconclusive', exitCode: 4 })
    expect(applyGates(counts, {}, { interrupted: true })).toMatchObject({ outcome: 'passed', exitCode: 0 })
  })

  test('new survivors fail and are named by their places', () => {
    const at = (line: number) => ({ file: 'src/a.ts', location: { start: { line, column: 1 }, end: { line, column: 2 } } })
    const found = applyGates({ ...emptyCounts(), Killed: 90, Survived: 10 }, { noNewSurvivors: 'a.json' }, { newSurvivors: [1, 2, 3, 4].map(at) })
    expect(found).toEqual({
      outcome: 'failed',
      exitCode: 1,
      sentences: ['4 mutants went unnoticed that did not in the earlier report (src/a.ts:1, src/a.ts:2, src/a.ts:3 and 1 more), but none is allowed'],
    })
  })

  test('a change that holds nothing to mutate passes all gates and says so', () => {
    const all = { minScore: 100, maxSurvivors: 0, noNewSurvivors: 'a.json', gates: { src: { minScore: 100 } } }
    expect(applyGates(emptyCounts(), all, { since: 'main' })).toEqual({
      outcome: 'passed', exitCode: 0, sentences: ['passed: the change since main holds no mutant, so there is nothing to judge'],
    })
    const ignored = { ...emptyCounts(), Ignored: 2 }
    expect(applyGates(ignored, all, { since: 'main' }).sentences).toEqual([
      'passed: the change since main holds no mutant but 2 that are ignored, so there is nothing to judge',
    ])
  })

  test('a change whose mutants could not be judged, or that was stopped before, does not pass', () => {
    const invalid = { ...emptyCounts(), RuntimeError: 2 }
    expect(applyGates(invalid, { minScore: 1 }, { since: 'main' })).toMatchObject({ outcome: 'inconclusive', exitCode: 4 })
    expect(applyGates(emptyCounts(), { minScore: 1 }, { since: 'main', interrupted: true })).toMatchObject({ exitCode: 4 })
  })

  test('a change need not touch each part of the project', () => {
    const counts = { ...emptyCounts(), Killed: 1 }
    const options = { minScore: 100, gates: { 'src/none': { minScore: 100 } } }
    expect(applyGates(counts, options, { since: 'main', parts: { 'src/none': emptyCounts() } })).toMatchObject({ exitCode: 0 })
    expect(applyGates(counts, options, { parts: { 'src/none': emptyCounts() } })).toMatchObject({ exitCode: 4 })
  })

  test('an interrupted run that has already failed has failed', () => {
    const counts = { ...emptyCounts(), Survived: 10 }
    expect(applyGates(counts, { maxSurvivors: 5 }, { interrupted: true })).toMatchObject({ outcome: 'failed', exitCode: 1 })
  })
})
