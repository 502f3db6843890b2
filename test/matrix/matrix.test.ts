/** One table of verdicts for every version of Vitest and every shape of a project. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mutantsOf } from '../../bench/lib/mutants.js'
import { placeOf, PROMISES, readTruths } from '../../bench/lib/truth.js'
import { mutate, readReport, temporaryFolder } from '../helpers.js'
import { install, VERSIONS, type Install, type VersionName } from './installs.js'
import { shapes, type Files, type Shape } from './shapes.js'

const FIXTURE = fileURLToPath(new URL('../../fixtures/shapes', import.meta.url))
const TRUTH = fileURLToPath(new URL('../truth/shapes.jsonl', import.meta.url))
const names = Object.keys(VERSIONS) as VersionName[]

/** What every version is tried with; the version this project is developed with is tried with all shapes. */
const EVERYWHERE = ['forks', 'vmThreads', 'projects', 'setup files', 'test.runner']
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
    const wrong = disagreements(report, shape)
    table.set(`${name} ${version}`, wrong.length === 0 ? `${mutantsOf(report).length} agree` : `${wrong.length} wrong`)
    expect(wrong).toEqual([])
  }, 240_000)
})

/** Every mutant whose truth is known must be there, with a status that promises the truth. */
function disagreements(report: MutationTestResult, { sources }: Shape): string[] {
  const truths = [...readTruths(TRUTH).values()].filter(({ at }) => sources?.includes(at.split(':')[0]) ?? true)
  const found = new Map(mutantsOf(report).map((mutant) => [JSON.stringify(placeOf(mutant)), mutant.status]))
  const wrong = truths.flatMap(({ at, change, outcome }) => {
    const status = found.get(JSON.stringify({ at, change }))
    const promise = PROMISES[status ?? '']
    return promise === (outcome === 'passed' ? 'passed' : 'failed') ? [] : [`${at} ${change}: ${status ?? 'no mutant'}, truth ${outcome}`]
  })
  return found.size === truths.length ? wrong : [...wrong, `${found.size} mutants instead of ${truths.length}`]
}

function write(shape: Shape, version: VersionName, modules: string): string {
  const folder = temporaryFolder()
  const base = readFixture()
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

function readFixture(): Files {
  const paths = readdirSync(FIXTURE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(FIXTURE, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => /^(src|test)\/|^package\.json$|^vitest\.config/.test(path))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(FIXTURE, path), 'utf8')]))
}

function drawTable(): string {
  const rows = Object.keys(shapes).map((name) => [name, ...names.map((version) => table.get(`${name} ${version}`) ?? '-')])
  return [['shape', ...names.map((name) => `Vitest ${VERSIONS[name]}`)], ...rows]
    .map(([name = '', ...rest]) => [name.padEnd(24), ...rest.map((cell) => cell.padEnd(14))].join('').trimEnd()).join('\n')
}
