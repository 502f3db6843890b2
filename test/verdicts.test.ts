import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { diffOf, mutantsOf } from '../bench/lib/mutants.js'
import { keyOf, PROMISES, readTruths } from '../bench/lib/truth.js'
import { commitAll, copyFixture, gitStatus, run, statusOf } from './helpers.js'

/**
 * `truth/<fixture>.jsonl` holds what the plain suite really does with each mutant. When sources or operators change,
 * `node bench/agreement.js fixtures/<fixture> --truth test/truth/<fixture>.jsonl` finds out what is not known yet.
 */
const TRUTHS = fileURLToPath(new URL('truth', import.meta.url))

/** The fixtures, each with what else must be true of its report. */
const fixtures: Record<string, (report: MutationTestResult) => void> = {
  shop: () => {},
  stateful(report) {
    // The memo is filled, the single object built, the prototype changed before the second mutant comes.
    expect(statusOf(report, 'n * n', 'n / n')).toBe('Killed')
    expect(statusOf(report, '2 + 1', '2 - 1')).toBe('Killed')
    expect(statusOf(report, "'second' in Array.prototype", 'true')).toBe('Killed')
  },
  static(report) {
    const loads = mutantsOf(report).filter(({ file, location }) => file === 'src/table.js' && location.start.line < 16)
    expect(loads.every((mutant) => mutant.static)).toBe(true)
  },
  semantics: () => {},
  snapshots: () => {},
  insource(report) {
    const lines = mutantsOf(report).map(({ location }) => location.end.line)
    expect(Math.max(...lines)).toBeLessThan(10)
  },
  disk: () => {},
  exits: () => {},
  react: () => {},
  hanging(report) {
    expect(statusOf(report, 'i += 1', 'i -= 1')).toBe('Timeout')
    expect(statusOf(report, 'tries += 1', 'tries = 1')).toBe('Timeout')
    expect(statusOf(report, 'text.length > 30', 'false')).toBe('Timeout')
  },
}

describe('every verdict', () => {
  it.each(Object.keys(fixtures))('on %s is what the plain suite says of the mutant, and no file of the project changes', async (name) => {
    const project = copyFixture(name)
    commitAll(project)
    const { code, report } = await run(project)
    expect(code).toBe(0)
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
    fixtures[name]!(report)
    expect(gitStatus(project).filter((line) => !line.startsWith('?? reports/'))).toEqual([])
  }, 240_000)
})
