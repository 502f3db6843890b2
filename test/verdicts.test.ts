import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { fixtureHash, readHashes } from '../bench/lib/fixture-hash.js'
import { diffOf, mutantsOf } from '../bench/lib/mutants.js'
import { keyOf, PROMISES, readTruths } from '../bench/lib/truth.js'
import { commitAll, copyFixture, copyFixtureWithTool, gitStatus, mutate, run, statusOf } from './helpers.js'

/**
 * `truth/<fixture>.jsonl` holds what the plain suite really does with each mutant. When fixtures or operators change,
 * `node bench/agreement.js fixtures/<fixture> --truth test/truth/<fixture>.jsonl` finds out what is not known yet. A config
 * that imports `mutate-cli` needs a copy in which it is installed, the fixture of an unreliable test RUNS_FILE=/dev/null.
 */
const TRUTHS = fileURLToPath(new URL('truth', import.meta.url))
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** All fixtures but the one whose own tests fail, of which there is nothing to tell. */
const names = readdirSync(FIXTURES).filter((name) => name !== 'red')

/** How some of them are made ready; returns the copy. */
const copies: Record<string, () => string> = {
  custom: () => copyFixtureWithTool('custom'),
  unreliable() {
    const project = copyFixture('unreliable')
    // Where nothing can be counted it is reliable: what it does otherwise stands in unreliable.test.ts.
    writeFileSync(join(project, 'vitest.config.js'), "export default { test: { env: { RUNS_FILE: '/dev/null' } } }\n")
    return project
  },
}

/** What some are judged with. */
const options: Record<string, readonly string[]> = {
  // Its own reporter prints beside the report.
  reporter: ['--reporters', 'json'],
}

/** What else must be true of a report. */
const checks: Record<string, (report: MutationTestResult) => void> = {
  stateful(report) {
    // The memo is filled, the single object built, the prototype changed before the second mutant comes.
    expect(statusOf(report, 'n * n', 'n / n')).toBe('Killed')
    expect(statusOf(report, '2 + 1', '2 - 1')).toBe('Killed')
    expect(statusOf(report, "'second' in Array.prototype", 'true')).toBe('Killed')
  },
  static(report) {
    const loads = mutantsOf(report).filter(({ file, location }) => file === 'src/table.js' && location.start.line < 16)
    // Other modules read these when a test runs, or nobody does: they are switched on then.
    const late = loads.filter((mutant) => !mutant.static)
    expect([...new Set(late.map(({ location }) => location.start.line))]).toEqual([5, 6, 14])
  },
  insource(report) {
    const lines = mutantsOf(report).map(({ location }) => location.end.line)
    expect(Math.max(...lines)).toBeLessThan(10)
  },
  hanging(report) {
    expect(statusOf(report, 'i += 1', 'i -= 1')).toBe('Timeout')
    expect(statusOf(report, 'tries += 1', 'tries = 1')).toBe('Timeout')
    expect(statusOf(report, 'text.length > 30', 'false')).toBe('Timeout')
    const backtracks = mutantsOf(report).find(({ file, status }) => file === 'src/pattern.js' && status === 'Timeout')
    // Nothing interrupts the pattern: a fast machine comes to its end, long after the time that the test has.
    expect(backtracks?.statusReason).toMatch(/^no end after [\d.]+ s, so its worker was ended$|^Test timed out in 1000ms/)
  },
}

describe('every verdict', () => {
  it.each(names)('on %s is what the plain suite says of the mutant, and no file of the project changes', async (name) => {
    expect(readHashes(TRUTHS)[name], 'the fixture is not the one whose truths are known').toBe(fixtureHash(join(FIXTURES, name)))
    const project = copies[name]?.() ?? copyFixture(name)
    commitAll(project)
    const { code, report } = await run(project, options[name])
    expect(code).toBe(0)
    expect(mutantsOf(report).filter(({ status }) => PROMISES[status] !== undefined).length).toBeGreaterThan(0)
    const truths = readTruths(join(TRUTHS, `${name}.jsonl`))
    const wrong: string[] = []
    const unknown: string[] = []
    for (const mutant of mutantsOf(report)) {
      const promise = PROMISES[mutant.status]
      const truth = truths.get(keyOf(mutant))?.outcome
      const line = `${mutant.file}:${mutant.location.start.line} ${mutant.mutatorName} ${mutant.status}\n${diffOf(mutant)}`
      if (promise === undefined) continue
      if (truth === undefined) unknown.push(line)
      else if (promise !== (truth === 'passed' ? 'passed' : 'failed')) wrong.push(`${line}\n  in truth ${truth}`)
    }
    expect(wrong).toEqual([])
    expect(unknown, 'mutants whose truth has not been found out yet').toEqual([])
    checks[name]?.(report)
    expect(gitStatus(project).filter((line) => !line.startsWith('?? reports/'))).toEqual([])
  }, 240_000)

  it('on red is none, as its suite is red', async () => {
    const { code, stdout } = await mutate(copyFixture('red'), ['run', '--json'])
    expect([code, stdout]).toEqual([3, ''])
  })
})
