import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { calculateMutationTestMetrics } from 'mutation-testing-metrics'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../model/result.js'
import { buildReport } from './report.js'
import { hostileResult } from './ci/test-hostile.js'
import { cartResult, makeResult } from './test-kit.js'

const require = createRequire(import.meta.url)
const schemaPath = require.resolve('mutation-testing-report-schema/mutation-testing-report-schema.json')
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')) as object)

/** As another program reads it. */
function written(result: RunResult): ReturnType<typeof buildReport> {
  const report = JSON.parse(JSON.stringify(buildReport(result))) as ReturnType<typeof buildReport>
  validate(report)
  expect(validate.errors ?? []).toEqual([])
  return report
}

describe('buildReport', () => {
  it('follows the published schema with a mutant of every status', () => {
    const report = written(cartResult())
    expect(report.schemaVersion).toBe('2')
    expect(report.thresholds).toEqual({ high: 80, low: 60 })
    expect(report.projectRoot).toBe('/project')
    expect(report.framework?.name).toBe('mutate')
    expect(report.framework?.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(Object.keys(report.files)).toEqual(['src/cart.ts', 'src/sum.ts', 'src/types.ts'])
  })

  it('follows the schema when there is nothing at all', () => {
    const report = written(makeResult({ sources: {}, mutants: [] }))
    expect(report.files).toEqual({})
  })

  it('follows the schema whatever the texts hold, and changes none of them', () => {
    const result = hostileResult()
    const [file] = Object.values(written(result).files)
    expect(file?.source).toBe(result.sources[0]?.text)
    expect(file?.mutants.map(({ replacement }) => replacement)).toEqual(result.mutants.map(({ replacement }) => replacement))
  })

  it('gives the evidence of a killed mutant', () => {
    const killed = written(cartResult()).files['src/cart.ts']?.mutants.find((mutant) => mutant.status === 'Killed')
    expect(killed).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      mutatorName: 'ArithmeticOperator',
      location: { start: { line: 9, column: 14 }, end: { line: 9, column: 23 } },
      replacement: 'all / 0.9',
      status: 'Killed',
      statusReason: 'AssertionError: expected 90 to be 100',
      static: false,
      coveredBy: ['1'],
      killedBy: ['1'],
      testsCompleted: 1,
      duration: 1.25,
    })
  })

  it('says why a mutant was ignored', () => {
    const ignored = written(cartResult()).files['src/cart.ts']?.mutants.find((mutant) => mutant.status === 'Ignored')
    expect(ignored?.statusReason).toBe('a log call')
  })

  it('lists the tests by file with small integers as ids', () => {
    const { testFiles } = written(cartResult())
    expect(Object.keys(testFiles ?? {})).toEqual(['test/cart.test.ts', 'test/sum.test.ts'])
    expect(testFiles?.['test/cart.test.ts']?.tests[0]).toEqual({
      id: '0', name: 'Cart > adds up', location: { start: { line: 5, column: 3 } },
    })
    expect(testFiles?.['test/cart.test.ts']?.source).toContain('import { Cart }')
    expect(testFiles?.['test/sum.test.ts']).not.toHaveProperty('source')
  })

  it('locates every replacement exactly in the source', () => {
    const result = cartResult()
    const report = written(result)
    for (const mutant of result.mutants) {
      const file = report.files[mutant.file]
      const reported = file?.mutants.find((one) => one.id === mutant.id)
      const { start, end } = reported?.location ?? { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } }
      const lines = (file?.source ?? '').split('\n').slice(start.line - 1, end.line)
      const last = lines.length - 1
      lines[last] = lines[last]?.slice(0, end.column - 1) ?? ''
      lines[0] = lines[0]?.slice(start.column - 1) ?? ''
      expect(lines.join('\n')).toBe(mutant.original)
    }
  })

  it('names the project of a test where there are several', () => {
    const report = written(makeResult({ sources: {}, mutants: [], tests: [{ path: ['works'], project: 'browser' }] }))
    expect(report.testFiles?.['test/cart.test.ts']?.tests[0]?.name).toBe('[browser] works')
  })

  it('keeps files with names that objects treat specially', () => {
    const report = written(
      makeResult({ sources: { __proto__x: 'a', ['__proto__']: 'a > b' }, mutants: [] }),
    )
    expect(Object.keys(report.files)).toEqual(['__proto__', '__proto__x'])
  })

  it('is read by the metrics of the ecosystem with the same score', () => {
    const { metrics } = calculateMutationTestMetrics(written(cartResult())).systemUnderTestMetrics
    expect(metrics.mutationScore).toBeCloseTo(40)
    expect(metrics.mutationScoreBasedOnCoveredCode).toBeCloseTo(50)
  })
})
