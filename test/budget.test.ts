import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate, readReport, run, verdictTable } from './helpers.js'

/** How many mutants have a verdict that tests were run for, and how many have none. */
function countsOf(project: string): { judged: number; left: number } {
  const statuses = Object.values(readReport(project).files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
  const count = (...some: string[]) => statuses.filter((status) => some.includes(status)).length
  return { judged: count('Killed', 'Survived', 'Timeout', 'RuntimeError'), left: count('Pending') }
}

describe('a run in a limited time', () => {
  it('starts no mutant when the tests alone take longer, and passes no gate', async () => {
    const project = copyFixture('shop')
    const { code, stdout, stderr } = await mutate(project, ['--budget', '0.001s', '--min-score', '50', '--reporters', 'text,json'])
    expect(code).toBe(4)
    const { judged, left } = countsOf(project)
    expect(judged).toBe(0)
    expect(stdout.replaceAll(/\s+/gu, ' ')).toMatch(/\d+ test files were not opened by then, so no mutant can be called surviving or not covered/u)
    expect(Object.values(readReport(project).files).flatMap(({ mutants }) => mutants).map(({ status }) => status)).not.toContain('NoCoverage')
    expect(existsSync(join(project, '.mutate/coverage'))).toBe(false)
    expect(left).toBeGreaterThan(100)
    expect(stdout).toContain(`note: the time given by --budget ran out with ${left} of `)
    expect(stderr).toContain('a score of at least 50 % was asked for, but none of ')
    expect(readReport(project).config).toMatchObject({ budget: { ms: 1 } })
  })

  it('is gone on with until all is judged, and then has the verdicts of one without a limit', async () => {
    const project = copyFixture('shop')
    let before = { judged: 0, left: Infinity }
    for (const budget of ['3s', '4s', '6s', '1h']) {
      const { stdout } = await mutate(project, ['--budget', budget, '--reporters', 'text,json'])
      const now = countsOf(project)
      expect(now.left).toBeLessThanOrEqual(before.left)
      if (before.left === 0) expect(stdout).toContain('nothing changed since the last run')
      else if (before.judged > 0) expect(stdout).toMatch(new RegExp(`note: ${before.judged} verdicts? of an earlier run that was stopped (?:is|are) taken up`, 'u'))
      expect(existsSync(join(project, '.mutate/journal'))).toBe(now.left > 0 && now.judged > 0)
      before = now
    }
    expect(before.left).toBe(0)
    expect(readReport(project).config).not.toHaveProperty('budget')
    expect(readReport(project).config).not.toHaveProperty('interrupted')
    expect(verdictTable(readReport(project))).toBe(verdictTable((await run(project, ['--force'])).report))
  })

  it('is refused for a part of the mutants, and without a unit', async () => {
    const project = copyFixture('shop')
    expect(await mutate(project, ['--budget', '5m', '--shard', '1/2']))
      .toMatchObject({ code: 2, stderr: expect.stringContaining('--budget draws from all mutants') })
    expect(await mutate(project, ['--budget', '90']))
      .toMatchObject({ code: 2, stderr: 'mutate: --budget must be a time such as 90s, 5m or 1h, not "90"\n' })
  })
})
