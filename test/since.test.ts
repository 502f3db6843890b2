import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { commitAll, mutate, originalOf, run, statusOf, writeProject } from './helpers.js'

const price = `export function total(count: number, each: number): number {
  return count * each
}

export function isLarge(sum: number): boolean {
  return sum > 100
}
`
const tests = `import { expect, test } from 'vitest'
import { isLarge, total } from '../src/price.js'

test('a total', () => {
  expect(total(2, 3)).toBe(6)
})

test('large sums', () => {
  expect(isLarge(100)).toBe(false)
  expect(isLarge(101)).toBe(true)
})
`

/** A repository with everything committed. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const root = writeProject({ 'src/price.ts': price, 'test/price.test.ts': tests, ...files })
  commitAll(root)
  return root
}

function edit(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(root, path), text.replace(from, to))
}

/** The lines of code that have mutants, by file. */
function linesOf(report: MutationTestResult): string[] {
  const lines = Object.entries(report.files).flatMap(([path, file]) =>
    file.mutants.map(({ location }) => `${path}:${location.start.line}`))
  return [...new Set(lines)].sort()
}

describe('a run of a change', () => {
  it('judges the mutants of its lines alone', async () => {
    const root = project()
    edit(root, 'src/price.ts', 'sum > 100', 'sum > 100.5')
    const { code, report } = await run(root, ['--since', 'HEAD'])
    expect(code).toBe(0)
    expect(linesOf(report)).toEqual(['src/price.ts:5', 'src/price.ts:6'])
  })

  it('judges a new file that git does not know yet', async () => {
    const root = project()
    writeFileSync(join(root, 'src/fresh.ts'), 'export const twice = (value: number): number => value * 2\n')
    const { report } = await run(root, ['--since', 'HEAD'])
    expect(linesOf(report)).toEqual(['src/fresh.ts:1'])
    expect(statusOf(report, 'value * 2', 'value / 2')).toBe('NoCoverage')
  })

  it('of tests alone judges the mutants that these tests reach, and the verdicts are those of a full run', async () => {
    const root = project()
    edit(root, 'test/price.test.ts', '  expect(isLarge(100)).toBe(false)\n', '')
    const { report } = await run(root, ['--since', 'HEAD'])
    expect(linesOf(report)).toEqual(['src/price.ts:5', 'src/price.ts:6'])
    expect(statusOf(report, 'sum > 100', 'sum >= 100')).toBe('Survived')
    const full = await run(root)
    const verdicts = ({ files }: MutationTestResult) => new Map(Object.values(files).flatMap((file) =>
      file.mutants.map(({ id, status }) => [id, status] as const)))
    const all = verdicts(full.report)
    expect(verdicts(report).size).toBeGreaterThan(2)
    for (const [id, status] of verdicts(report)) expect(all.get(id)).toBe(status)
  })

  it('judges what a test reaches whose helper was changed', async () => {
    const root = project({
      'test/helper.ts': 'export const count = 2\n',
      'test/helped.test.ts': `import { expect, test } from 'vitest'
import { total } from '../src/price.js'
import { count } from './helper.js'
test('helped', () => { expect(total(count, 3)).toBeGreaterThan(5) })
`,
    })
    edit(root, 'test/helper.ts', '2', '3')
    const { report } = await run(root, ['--since', 'HEAD'])
    expect(linesOf(report)).toEqual(['src/price.ts:1', 'src/price.ts:2'])
  })

  it('that deletes a source file and its test passes', async () => {
    const root = project({
      'src/old.ts': 'export const old = (): number => 1 + 1\n',
      'test/old.test.ts': `import { expect, test } from 'vitest'
import { old } from '../src/old.js'
test('old', () => { expect(old()).toBe(2) })
`,
    })
    for (const path of ['src/old.ts', 'test/old.test.ts']) rmSync(join(root, path))
    const { code, stderr } = await mutate(root, ['--since', 'HEAD', '--min-score', '100', '--reporters', 'json'])
    expect(stderr).toContain('passed: the change since HEAD holds no mutant, so there is nothing to judge')
    expect(code).toBe(0)
  })

  it('that holds nothing to mutate passes every gate and says so, without running a test', async () => {
    const root = project()
    writeFileSync(join(root, 'README.md'), 'words\n')
    const { code, stderr, stdout } = await mutate(root, ['--since', 'HEAD', '--min-score', '100', '--reporters', 'text'])
    expect(code).toBe(0)
    expect(stderr).toContain('passed: the change since HEAD holds no mutant, so there is nothing to judge')
    expect(stdout).toContain('0 mutants')
  })

  it('that cannot be found out is a sentence and exit code 2', async () => {
    const { code, stderr } = await mutate(project(), ['--since', 'nope'])
    expect(code).toBe(2)
    expect(stderr).toBe('mutate: git knows no commit "nope"; name a branch, a tag or a commit that git log shows\n')
  })

  it('leaves the coverage of a full run alone', async () => {
    const root = project()
    await run(root)
    const kept = () => readFileSync(join(root, '.mutate/coverage/index/tests.json'), 'utf8')
    const before = kept()
    edit(root, 'src/price.ts', 'sum > 100', 'sum > 99')
    edit(root, 'test/price.test.ts', 'isLarge(100)', 'isLarge(99)')
    expect((await run(root, ['--since', 'HEAD'])).code).toBe(0)
    expect(kept()).toBe(before)
  })
})

/** What a run of the change says it brings, as `original → replacement` of the survivors. */
async function broughtSurvivors(root: string): Promise<string[]> {
  const { report } = await run(root, ['--since', 'HEAD'])
  const { brought } = report.config as { brought: { since: string; mutants: string[] } }
  expect(brought.since).toBe('HEAD')
  const survivors = Object.values(report.files).flatMap((file) => file.mutants
    .filter(({ status }) => status === 'Survived')
    .map((mutant) => ({ id: mutant.id, change: `${originalOf(file, mutant)} → ${mutant.replacement ?? ''}` })))
  const found = survivors.filter(({ id }) => brought.mutants.includes(id))
  expect(survivors.length).toBeGreaterThan(found.length)
  return found.map(({ change }) => change)
}

describe('a survivor', () => {
  const loose = `${tests}
test('nothing much', () => {
  expect(isLarge(500)).toBe(true)
})
`

  it('is brought by a change that deletes the assertion that noticed it; the others were there before', async () => {
    const root = project({ 'src/price.ts': price.replace('sum > 100', 'sum > 100 || sum === -1'), 'test/price.test.ts': loose })
    edit(root, 'test/price.test.ts', '  expect(isLarge(100)).toBe(false)\n', '')
    const brought = await broughtSurvivors(root)
    expect(brought).toContain('sum > 100 → sum >= 100')
    expect(brought).not.toContain('sum === -1 → false')
  })
})

describe('a list of a change', () => {
  it('shows the mutants of its lines', async () => {
    const root = project()
    edit(root, 'src/price.ts', 'count * each', 'each * count')
    const { stdout } = await mutate(root, ['list', '--since', 'HEAD', '--json'])
    const report = JSON.parse(stdout) as MutationTestResult
    expect(linesOf(report)).toEqual(['src/price.ts:1', 'src/price.ts:2'])
    const file = report.files['src/price.ts']!
    expect(file.mutants.map((mutant) => originalOf(file, mutant))).toContain('each * count')
  })
})
