/** One table of verdicts for every version of Vitest and every shape of a project. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mutantsOf } from '../../bench/lib/mutants.js'
import { keyOf, placeOf, PROMISES, readTruths } from '../../bench/lib/truth.js'
import { mutate, readReport, temporaryFolder } from '../helpers.js'
import { install, VERSIONS, type Install, type VersionName } from './installs.js'
import { shapes, type Files, type Shape } from './shapes.js'

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url))
const TRUTHS = fileURLToPath(new URL('../truth', import.meta.url))
const names = Object.keys(VERSIONS) as VersionName[]

/** What every version is tried with; the version this project is developed with is tried with all shapes. */
const EVERYWHERE = ['fixture static', 'maxWorkers: 1', 'fixture snapshots', 'forks', 'vmThreads', 'projects', 'setup files', 'test.runner', 'projects left out']
const DEVELOPED_WITH: VersionName = '4.1'
/** `MUTATE_MATRIX=all` tries every cell. */
const all = process.env.MUTATE_MATRIX === 'all'

const cells = names.flatMap((version) => Object.entries(shapes)
  .filter(([name, shape]) => (shape.versions ?? names).includes(version)
    && (all || version === DEVELOPED_WITH || EVERYWHERE.includes(name)))
  .map(([name, shape]) => ({ version, name, shape })))

const installs = new Map<VersionName, Install>()
const table = new Map<string, string>()

describe('the verdicts of one project', () => {
  beforeAll(async () => {
    for (const name of names) installs.set(name, await install(name))
  }, 600_000)

  afterAll(() => { process.stdout.write(`\n${drawTable()}\n`) })

  it.each(cells)('are the truth with Vitest $version and $name', async ({ version, name, shape }) => {
    table.set(`${name} ${version}`, 'failed')
    const { modules, node } = installs.get(version)!
    const folder = write(shape, version, modules)
    const root = join(folder, shape.root ?? '.')
    const { code, stdout, stderr } = await mutate(dirname(folder), ['--root', root, '--reporters', 'text,json'], node)
    expect(code, (stdout + stderr).slice(-1500)).toBe(0)
    if (shape.says) expect(stdout.slice(-1500)).toMatch(shape.says)
    const report = readReport(root)
    if (shape.says) expect(notesOf(report)).toMatch(shape.says)
    // Some versions fill in settings by the cores of the machine.
    if (!shape.runsOneByOne) expect(notesOf(report)).not.toContain('one test file runs at a time')
    const wrong = disagreements(report, shape)
    table.set(`${name} ${version}`, wrong.length === 0 ? `${mutantsOf(report).filter(({ status }) => status in PROMISES).length} agree` : `${wrong.length} wrong`)
    expect(wrong).toEqual([])
  }, 240_000)
})

/** A report tells what was left out, too. */
function notesOf({ config }: MutationTestResult): string {
  return ((config as { notes?: { text: string }[] } | undefined)?.notes ?? []).map(({ text }) => text).join('\n')
}

/** Every mutant that is judged must have a status that promises its truth; and none that must be there may be missing. */
function disagreements(report: MutationTestResult, { sources, fixture }: Shape): string[] {
  const entries = [...readTruths(join(TRUTHS, `${fixture ?? 'shapes'}.jsonl`))]
    .filter(([, { at }]) => sources?.includes(at.split(':')[0]) ?? true)
  // The text of a shape may differ around its mutants; their places and changes do not.
  const named = fixture === undefined ? (mutant: Mutant) => JSON.stringify(placeOf(mutant)) : keyOf
  const truths = new Map(entries.map(([key, { at, change, outcome }]) =>
    [fixture === undefined ? JSON.stringify({ at, change }) : key, outcome] as const))
  const judged = mutantsOf(report).filter(({ status }) => status in PROMISES)
  const wrong = judged.flatMap((mutant) => {
    const truth = truths.get(named(mutant))
    const { at, change } = placeOf(mutant)
    if (truth !== undefined && PROMISES[mutant.status] === (truth === 'passed' ? 'passed' : 'failed')) return []
    return [`${at} ${change}: ${mutant.status}, truth ${truth ?? 'not known'}`]
  })
  const ignored = mutantsOf(report).filter(({ status }) => status === 'Ignored').length
  return judged.length + ignored >= truths.size ? wrong : [...wrong, `${judged.length} mutants instead of ${truths.size}`]
}

type Mutant = ReturnType<typeof mutantsOf>[number]

function write(shape: Shape, version: VersionName, modules: string): string {
  const folder = temporaryFolder()
  const base = readFixture(shape.fixture ?? 'shapes')
  for (const [path, text] of Object.entries({ ...base, ...shape.files(base, version) })) {
    if (text === '') continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(modules, join(folder, 'node_modules'), 'dir')
  for (const [path, target] of Object.entries(shape.links ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(folder, target), join(folder, path), 'dir')
  }
  return folder
}

function readFixture(name: string): Files {
  const folder = join(FIXTURES, name)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => /^(src|test)\/|^package\.json$|^vitest\.config/.test(path))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

function drawTable(): string {
  const rows = Object.keys(shapes).map((name) => [name, ...names.map((version) => table.get(`${name} ${version}`) ?? '-')])
  return [['shape', ...names.map((name) => name.includes(',') ? name : `Vitest ${VERSIONS[name].vitest}`)], ...rows]
    .map(([name = '', ...rest]) => [name.padEnd(24), ...rest.map((cell) => cell.padEnd(14))].join('').trimEnd()).join('\n')
}
