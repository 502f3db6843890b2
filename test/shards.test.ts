import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate, readReport, run, verdictTable } from './helpers.js'

const PATHS = ['src/money.ts']
const report = (project: string, out: string): MutationTestResult =>
  JSON.parse(readFileSync(join(project, out, 'mutation.json'), 'utf8')) as MutationTestResult

async function shard(project: string, index: number, ...more: string[]): Promise<void> {
  const args = [...PATHS, '--shard', `${index}/2`, '--reporters', 'json', '--out', `shards/${index}`, ...more]
  expect(await mutate(project, args)).toMatchObject({ code: 0 })
}

function pending(found: MutationTestResult): number {
  return Object.values(found.files).flatMap(({ mutants }) => mutants).filter(({ status }) => status === 'Pending').length
}

describe('shards', () => {
  it('without a plan, merged, are the unsharded run, mutant for mutant', async () => {
    const project = copyFixture('shop')
    const whole = await run(project, PATHS)
    await shard(project, 1)
    await shard(project, 2)
    expect(pending(report(project, 'shards/1'))).toBeGreaterThan(0)
    const { code, stderr } = await mutate(project, ['merge', 'shards', '--reporters', 'json', '--min-score', '1'])
    expect(stderr).toContain('2 reports are joined; nothing is missing')
    expect(code).toBe(0)
    expect(verdictTable(readReport(project))).toBe(verdictTable(whole.report))
  }, 240_000)

  it('with a plan are the same, and each runs only the test files that it needs', async () => {
    const project = copyFixture('shop')
    const whole = await run(project, PATHS)
    const planned = await mutate(project, ['plan', ...PATHS, '--shards', '2'])
    expect(planned).toMatchObject({ code: 0 })
    expect(planned.stdout).toMatch(/shard 1\/2: \d+ mutants, \d of 3 test files, about [\d.]+ s of work/)
    await shard(project, 1, '--plan', 'reports/mutation/plan.json')
    await shard(project, 2, '--plan', 'reports/mutation/plan.json')
    expect((await mutate(project, ['merge', 'shards', '--reporters', 'json'])).code).toBe(0)
    expect(verdictTable(readReport(project))).toBe(verdictTable(whole.report))
  }, 240_000)

  it('of which one is missing do not pass a gate, and it is named', async () => {
    const project = copyFixture('shop')
    await shard(project, 2)
    const { code, stderr } = await mutate(project, ['merge', 'shards/2/mutation.json', '--reporters', 'json', '--min-score', '1'])
    expect(stderr).toMatch(/the report of 1 shard is missing: 1\/2; \d+ mutants were judged in none of the reports/)
    expect(code).toBe(4)
  })

  it('leave the gates to the merge', async () => {
    const project = copyFixture('shop')
    const { code, stderr } = await mutate(project, ['src/money.ts', '--shard', '1/2', '--min-score', '100', '--reporters', 'json'])
    expect(stderr).toContain('this is shard 1 of 2: mutate merge joins the reports and applies the gates')
    expect(code).toBe(0)
  })

  it('refuse a plan of another state of the project', async () => {
    const project = copyFixture('shop')
    await mutate(project, ['plan', ...PATHS, '--shards', '2'])
    const path = join(project, 'src/money.ts')
    writeFileSync(path, `${readFileSync(path, 'utf8')}// more\n`)
    const args = ['--shard', '1/2', '--plan', 'reports/mutation/plan.json']
    expect(await mutate(project, [...PATHS, ...args])).toMatchObject({
      code: 2, stderr: expect.stringContaining('is of another state of the project: src/money.ts differs; make a new one with mutate plan'),
    })
    expect(await mutate(project, args)).toMatchObject({ code: 2, stderr: expect.stringContaining('was made with other options') })
  })
})
