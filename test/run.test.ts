import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitAll, copyFixture, gitStatus, mutate, readReport, run, statusOf, verdictTable, writeProject } from './helpers.js'

describe('a run on a project that passes', () => {
  it('shows survivors with their place and names the report, with exit code 0', async () => {
    const project = copyFixture('shop')
    const { code, stdout } = await mutate(project)
    expect(code).toBe(0)
    expect(stdout).toMatch(/src\/cart\.ts:\d+/)
    const page = /reports\/mutation\/\w+\.html/.exec(stdout)?.[0]
    expect(page).toBeDefined()
    for (const path of [page!, 'reports/mutation/mutants.html', 'reports/mutation/mutation.json']) {
      expect(existsSync(join(project, path)), path).toBe(true)
    }
  })

  it('needs no Vitest config', async () => {
    const project = copyFixture('shop')
    rmSync(join(project, 'vitest.config.ts'))
    const { code, report } = await run(project, ['src/money.ts'])
    expect(code).toBe(0)
    expect(Object.keys(report.files)).toEqual(['src/money.ts'])
  })

  it('prints the report alone on stdout with --json, the same that it writes', async () => {
    const project = copyFixture('shop')
    const { code, report } = await run(project)
    expect(code).toBe(0)
    expect(verdictTable(readReport(project))).toBe(verdictTable(report))
  })

  it('says the same when it runs again', async () => {
    const project = copyFixture('shop')
    const first = await run(project)
    const second = await run(project)
    expect(verdictTable(second.report)).toBe(verdictTable(first.report))
    const ids = ({ report }: typeof first): string[] =>
      Object.values(report.files).flatMap((file) => file.mutants.map(({ id }) => id))
    expect(ids(second)).toEqual(ids(first))
  })

  it('leaves nothing behind that git sees but the reports', async () => {
    const project = copyFixture('snapshots')
    commitAll(project)
    await run(project)
    expect(gitStatus(project).map((line) => line.slice(0, 11))).toSatisfy(
      (lines: string[]) => lines.length > 0 && lines.every((line) => line === '?? reports/'),
    )
  })

  it('mutates only what touches the lines it is asked for', async () => {
    const { report } = await run(copyFixture('shop'), ['src/cart.ts:56-58'])
    expect(Object.keys(report.files)).toEqual(['src/cart.ts'])
    const places = report.files['src/cart.ts']!.mutants.map(({ location }) => location)
    expect(places.length).toBeGreaterThan(0)
    expect(places.filter(({ start, end }) => end.line < 56 || start.line > 58)).toEqual([])
  })

  it('uses only the operators it is asked for', async () => {
    const { report } = await run(copyFixture('shop'), ['--operators', 'EqualityOperator'])
    const names = Object.values(report.files).flatMap((file) => file.mutants.map(({ mutatorName }) => mutatorName))
    expect(new Set(names)).toEqual(new Set(['EqualityOperator']))
  })
})

describe('gates', () => {
  it('fail with exit code 1', async () => {
    const { code } = await mutate(copyFixture('shop'), ['src/money.ts', '--min-score', '100'])
    expect(code).toBe(1)
  })

  it('pass with exit code 0', async () => {
    const { code } = await mutate(copyFixture('shop'), ['src/money.ts', '--min-score', '1'])
    expect(code).toBe(0)
  })
})

describe('a syntax error in a source file', () => {
  it('leaves that file out by name, and the rest goes on', async () => {
    const project = copyFixture('shop')
    writeFileSync(join(project, 'src/broken.ts'), 'export function broken( {\n')
    const { code, stdout } = await mutate(project)
    expect(code).toBe(0)
    expect(stdout).toContain('src/broken.ts')
    const report = readReport(project)
    expect(Object.keys(report.files)).toContain('src/cart.ts')
    expect(statusOf(report, 'cents < 0', 'cents <= 0')).toBe('Survived')
  })
})

describe('the environment of a plain run', () => {
  it('is that of configs, global set-ups, tests and sources', async () => {
    const asked = "[process.env.NODE_ENV, process.env.TEST, process.env.VITEST].join()"
    const check = `if (${asked} !== 'test,true,true') throw new Error('another environment: ' + ${asked})\n`
    const project = writeProject({
      'vitest.config.js': `${check}export default { test: { globalSetup: ['./global.js'] } }\n`,
      'global.js': `${check}export default function () {}\n`,
      'src/count.js': "export function count(n) {\n  return process.env.NODE_ENV === 'test' ? n + 1 : 0\n}\n",
      'test/count.test.js': `import { expect, it } from 'vitest'
import { count } from '../src/count.js'
${check}it('counts', () => expect(count(1)).toBe(2))
`,
    })
    const { code, stdout, stderr } = await mutate(project, ['--no-type-check', '--reporters', 'text'])
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('100.00 %')
  })
})
