/** Judges small projects in the tiers that the engine chooses and each mutant in a new worker, and compares the verdicts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { mutate, originalOf, readReport, writeProject } from './helpers.js'

type Report = ReturnType<typeof readReport>

export interface Judged {
  readonly report: Report
  /** In which tiers a mutant was tried. */
  tiersOf(original: string, replacement: string): string[]
}

/** Judges a project, and asserts that the verdicts are those that new workers give. */
export async function judge(files: Record<string, string>, paths: readonly string[] = []): Promise<Judged> {
  const project = writeProject(files)
  const args = [...paths, '--concurrency', '1', '--reporters', 'json', '--no-type-check']
  const { code, stderr } = await mutate(project, [...args, '--profile'])
  expect(code, stderr).toBe(0)
  const report = readReport(project)
  const { traceEvents } = JSON.parse(readFileSync(join(project, 'reports/mutation/trace.json'), 'utf8')) as {
    traceEvents: { name: string; args?: { detail?: string } }[]
  }
  const alone = await mutate(project, [...args, '--fresh', '--force'])
  expect(alone.code, alone.stderr).toBe(0)
  expect(statuses(report)).toEqual(statuses(readReport(project)))
  return {
    report,
    tiersOf(original, replacement) {
      const id = Object.values(report.files).flatMap(({ mutants, ...file }) =>
        mutants.filter((mutant) => originalOf({ mutants, ...file }, mutant) === original && mutant.replacement === replacement))[0]?.id
      expect(id, `${original} → ${replacement}`).toBeDefined()
      return traceEvents.filter(({ name, args: { detail } = {} }) => detail?.split(' ', 1)[0] === id && TIERS.includes(name)).map(({ name }) => name)
    },
  }
}

const TIERS = ['hot', 'warm', 'cold', 'fresh']

function statuses({ files }: Report): Record<string, string> {
  return Object.fromEntries(Object.values(files).flatMap(({ mutants }) => mutants.map(({ id, status }) => [id, status])))
}
