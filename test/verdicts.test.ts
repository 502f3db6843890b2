import { describe, expect, it } from 'vitest'
import { commitAll, copyFixture, gitStatus, run, verdictTable } from './helpers.js'

/**
 * The whole table of verdicts of each fixture. The truth of each line was found by applying the mutant to the file and
 * running the plain suite (`node bench/agreement.js fixtures/<name>`); do that again before a changed table is accepted.
 */
const fixtures = ['shop', 'stateful', 'static', 'semantics', 'snapshots', 'insource', 'exits', 'react', 'hanging']

describe('verdicts', () => {
  it.each(fixtures)('of %s are the known ones, and no file of it changes', async (name) => {
    const project = copyFixture(name)
    commitAll(project)
    const { code, report } = await run(project)
    expect(code).toBe(0)
    await expect(verdictTable(report)).toMatchFileSnapshot(`verdicts/${name}.txt`)
    expect(gitStatus(project).filter((line) => !line.startsWith('?? reports/'))).toEqual([])
  }, 180_000)
})
