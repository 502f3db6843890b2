import type { MutantResult } from 'mutation-testing-report-schema/api'
import { expect, it } from 'vitest'
import type { Brought } from '../model/result.js'
import { mergeReports, type NamedReport } from './merge.js'

const mutant = (id: string, status: MutantResult['status'], column: number): MutantResult => ({
  id, status, mutatorName: 'Any', replacement: '', location: { start: { line: 1, column }, end: { line: 1, column: column + 1 } },
})

function shard(index: number, mutants: readonly MutantResult[], brought?: Brought): NamedReport {
  const config = { shard: { index, count: 2 }, ...(brought && { brought }) }
  const files = { 'src/a.ts': { language: 'typescript', source: 'abcdef', mutants: [...mutants] } }
  return { name: `${index}.json`, report: { schemaVersion: '2', thresholds: { high: 80, low: 60 }, files, config } }
}

const merged = (...reports: NamedReport[]) => mergeReports(reports, '/project').result

const FIRST = [mutant('one', 'Killed', 1), mutant('two', 'Pending', 2)]
const SECOND = [mutant('one', 'Pending', 1), mutant('two', 'Survived', 2)]

it('what a change brings to any of the shards the merged result brings', () => {
  const result = merged(shard(1, FIRST, { since: 'main', mutants: ['one'] }), shard(2, SECOND, { since: 'main', mutants: ['two', 'elsewhere'] }))
  expect(result.verdicts.map(({ mutant: id, status }) => [id, status])).toEqual([['one', 'Killed'], ['two', 'Survived']])
  expect(result.brought).toEqual({ since: 'main', mutants: ['one', 'two'] })
})

it('shards that speak of different changes, or of which one knows of none, bring nothing', () => {
  const brought = { since: 'main', mutants: ['one'] }
  expect(merged(shard(1, FIRST, brought), shard(2, SECOND, { since: 'HEAD~1', mutants: ['two'] })).brought).toBeUndefined()
  expect(merged(shard(1, FIRST, brought), shard(2, SECOND)).brought).toBeUndefined()
})
