/** A test that fails in every second process without any mutant. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate, pathOfLog, readReport, statusOf, writeProject } from './helpers.js'

const NAME = 'test/area.test.js > area > depends on the weather'

/** A copy whose processes are counted from the start. */
function unreliable(): string {
  const project = copyFixture('unreliable')
  const runs = JSON.stringify(pathOfLog())
  writeFileSync(join(project, 'vitest.config.js'), `export default { test: { env: { RUNS_FILE: ${runs} } } }\n`)
  return project
}

/** One worker after the other, a new one for each mutant: every second one fails. */
const STRICT = ['--fresh', '--concurrency', '1', '--reporters', 'text,json']

describe('a test that fails now and then', () => {
  it('is named after repeated dry runs, and kills nothing by chance', async () => {
    const project = unreliable()
    const { code, stdout } = await mutate(project, [...STRICT, '--dry-runs', '3'])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`${NAME} fails now and then without any mutant`)
    const report = readReport(project)
    expect(statusOf(report, 'width >= height', 'true')).toBe('Survived')
    expect(statusOf(report, 'width === height', 'true')).toBe('Survived')
    expect(statusOf(report, 'width * height', 'width + height')).toBe('Killed')
  })

  it('is looked for after a control that failed, without being asked for, and named', async () => {
    const counter = JSON.stringify(pathOfLog())
    const project = writeProject({
      'src/area.js': 'export function area(width, height) {\n  return width * height\n}\n',
      // Times one to three find out whether the file can be run again; the fourth follows the canary, the fifth is the first control,
      // the sixth a look at it alone.
      'test/area.test.js': `import { appendFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { area } from '../src/area.js'
test('multiplies', () => { expect(area(2, 3)).toBe(6) })
test('depends on the weather', () => {
  appendFileSync(${counter}, '.')
  expect([5, 6]).not.toContain(statSync(${counter}).size)
})
`,
    })
    const { code, stdout } = await mutate(project, ['--concurrency', '1', '--reporters', 'text,json'])
    expect(code, stdout).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('test/area.test.js > depends on the weather fails now and then without any mutant')
    expect(statusOf(readReport(project), 'width * height', 'width / height')).toBe('Killed')
    expect(readFileSync(JSON.parse(counter) as string, 'utf8').length).toBeGreaterThan(6)
  })

  it('kills nothing that it would pass when Vitest retries it, as its own options say', async () => {
    const counter = JSON.stringify(pathOfLog())
    const project = writeProject({
      'src/area.js': 'export function area(width, height) {\n  return width > height ? width * height : (width + height) * 2\n}\n',
      'test/area.test.js': `import { appendFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { area } from '../src/area.js'
test('passes four times of five', { retry: 1 }, () => {
  area(2, 3)
  appendFileSync(${counter}, '.')
  expect(statSync(${counter}).size % 5).not.toBe(0)
})
`,
    })
    const { code, stdout } = await mutate(project, ['--concurrency', '1', '--reporters', 'text,json'])
    expect(code, stdout).toBe(0)
    const statuses = Object.values(readReport(project).files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
    expect(new Set(statuses)).toEqual(new Set(['Survived', 'NoCoverage']))
  })

  it('does not end the run by failing the first time', async () => {
    const project = unreliable()
    const { code, stdout } = await mutate(project, ['--concurrency', '1', '--dry-runs', '2', '--reporters', 'text,json'])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`${NAME} fails now and then without any mutant`)
    expect(statusOf(readReport(project), 'width * height', 'width + height')).toBe('Killed')
  })

  it('does not run when it is left out', async () => {
    const project = unreliable()
    const { code, stdout } = await mutate(project, [...STRICT, '--ignore-tests', 'area > depends on*'])
    expect(code).toBe(0)
    expect(stdout).toContain('1 test is left out as area > depends on*')
    const report = readReport(project)
    expect(statusOf(report, 'width >= height', 'true')).toBe('Survived')
    const weather = Object.values(report.testFiles ?? {}).flatMap(({ tests }) => tests).find(({ name }) => name.includes('weather'))
    const mutants = Object.values(report.files).flatMap((file) => file.mutants)
    expect(mutants.filter(({ coveredBy }) => coveredBy?.includes(weather?.id ?? ''))).toEqual([])
  })

  it('does not run in the plain suite either when it is left out', async () => {
    const project = unreliable()
    const left = ['--ignore-tests', 'area > depends on*']
    expect((await mutate(project, [...STRICT, ...left])).code).toBe(0)
    const { code, stdout } = await mutate(project, ['verify', ...left])
    expect(stdout).toContain('(100.00 %)')
    expect(stdout).toContain(`left out of the plain runs: ${NAME}\n`)
    expect(code).toBe(0)
  })

  it('cannot be left out by a name that no test has', async () => {
    const { stdout } = await mutate(unreliable(), ['--ignore-tests', 'the weather', 'src/area.js:1-3'])
    expect(stdout).toContain('no test is called the weather')
  })
})
