/** Coverage that Jest wrote of the shop fixture, with its own `expect` in place of Vitest's, at another root. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readCoverage } from '../src/coverage/read.js'
import { copyFixture, readReport, mutate, run, verdictTable } from './helpers.js'

const RECORDED = fileURLToPath(new URL('recorded/', import.meta.url))

describe('coverage as Jest writes it', () => {
  it('leaves each verdict as it is without, and says of no mutant that a test reaches that none covers it', async () => {
    const project = copyFixture('shop')
    const { report } = await run(project)
    const without = verdictTable(report)
    const mutants = Object.entries(report.files).flatMap(([file, { mutants: all }]) => all.map((mutant) => ({ ...mutant, file })))
    const uncovered = mutants.filter(({ status }) => status === 'NoCoverage').map(({ id }) => id)
    expect(uncovered.length).toBeGreaterThan(0)
    // Of Jest 30.5: with babel-plugin-istanbul, its default, and with coverageProvider: 'v8', which tells less of single statements.
    for (const [name, known] of [['jest-babel.json', uncovered], ['jest-v8.json', []]] as const) {
      const given = join(project, 'coverage/coverage-final.json')
      cpSync(join(RECORDED, name), given)
      const { isCovered } = readCoverage([given], project)
      expect(mutants.filter(({ file, location }) => isCovered(file, location) === false).map(({ id }) => id), name).toEqual(known)
      const { stdout, code } = await mutate(project, ['--coverage', given, '--reporters', 'text,json'])
      expect(code, stdout).toBe(0)
      expect(stdout, name).not.toMatch(/coverage given|was changed after the coverage/u)
      expect(verdictTable(readReport(project)), name).toBe(without)
    }
  }, 240_000)
})
