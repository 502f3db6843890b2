import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { mutantsOf } from '../bench/lib/mutants.js'
import { copyFixture, mutate, readReport, run, statusOf } from './helpers.js'

describe('survivors that do not compile', () => {
  it('are compile errors with the words of the compiler, outside the score, and the text report counts them', async () => {
    const project = copyFixture('types')
    const { code, stdout } = await mutate(project)
    expect(code).toBe(0)
    const report = readReport(project)
    expect(statusOf(report, '?.', '.', 14)).toBe('CompileError')
    expect(statusOf(report, "'small'", "''")).toBe('CompileError')
    const reasons = mutantsOf(report).filter(({ status }) => status === 'CompileError').map(({ statusReason }) => statusReason)
    expect(reasons).toContain("does not compile: 'customer.address' is possibly 'undefined'. (TS18048)")
    expect(stdout).toMatch(/\b3 compile errors\b/)
    expect(stdout).toContain('3 mutants that no test noticed do not compile (outside the score; --all shows them)')
    expect(stdout).not.toContain('(TS18048)')
    expect(stdout).toMatch(/looking at survivors again \d/)
  }, 60_000)

  it('are known in a later run without asking the compiler again', async () => {
    const project = copyFixture('types')
    await run(project)
    const kept = join(project, '.mutate', 'types.json')
    writeFileSync(kept, readFileSync(kept, 'utf8').replaceAll("'customer.address' is possibly 'undefined'.", 'As it was said before.'))
    appendFileSync(join(project, 'test', readdirSync(join(project, 'test'))[0]!), '\n// changed\n')
    const reasons = mutantsOf((await run(project)).report).map(({ statusReason }) => statusReason)
    expect(reasons).toContain('does not compile: As it was said before. (TS18048)')
    const anew = mutantsOf((await run(project, ['--force'])).report).map(({ statusReason }) => statusReason)
    expect(anew).toContain("does not compile: 'customer.address' is possibly 'undefined'. (TS18048)")
  }, 60_000)

  it('are survivors when they compile, empty a body, or nobody checks their file', async () => {
    const { report } = await run(copyFixture('types'))
    expect(statusOf(report, 'orders > 10', 'orders >= 10')).toBe('Survived')
    expect(statusOf(report, 'seen.add(key)', ';')).toBe('Survived')
    const greet = mutantsOf(report).find((mutant) => mutant.mutatorName === 'BlockStatement' && mutant.location.start.line === 23)
    expect(greet?.status).toBe('Survived')
    expect(statusOf(report, '?.', '.', 3)).toBe('Survived')
  }, 60_000)

  it('stay survivors when --no-type-check or the config file says so, and where no tsconfig.json is in the project', async () => {
    const project = copyFixture('types')
    expect(statusOf((await run(project, ['--no-type-check'])).report, '?.', '.', 14)).toBe('Survived')
    writeFileSync(join(project, 'mutate.config.json'), '{ "typeCheck": false }\n')
    expect(statusOf((await run(project)).report, '?.', '.', 14)).toBe('Survived')
    rmSync(join(project, 'mutate.config.json'))
    rmSync(join(project, 'tsconfig.json'))
    const plain = await run(project)
    expect(statusOf(plain.report, '?.', '.', 14)).toBe('Survived')
    expect(plain.stdout).not.toContain('type-check')
  }, 60_000)
})

describe('survivors that are the same program', () => {
  it('are ignored with the reason, and not counted', async () => {
    const project = copyFixture('types')
    const { stdout } = await mutate(project, ['--minify', '--no-type-check'])
    const found = blockOfCase(readReport(project))
    expect([found?.status, found?.statusReason]).toEqual(['Ignored', 'equivalent: same program after minification'])
    expect(stdout).toContain('equivalent: 2 are the same program after minification')
  }, 60_000)

  it('stay survivors unless --minify asks for it', async () => {
    const { report } = await run(copyFixture('types'), ['--no-type-check'])
    expect(blockOfCase(report)?.status).toBe('Survived')
  }, 60_000)
})

function blockOfCase(report: MutationTestResult) {
  return mutantsOf(report).find((mutant) => mutant.mutatorName === 'BlockStatement' && mutant.location.start.line === 37)
}

describe('a pseudo-tested function', () => {
  it('is told once on screen, with the number of the survivors behind it, and all are told with --all', async () => {
    const project = copyFixture('types')
    const { stdout } = await mutate(project)
    const body = /src\/customer\.ts:23:51 {2}BlockStatement/
    expect(stdout).toMatch(body)
    expect(stdout).toMatch(/pseudo-tested: tests run this function and notice nothing when it is gone, and 2 finer mutants in it survived too/)
    expect(stdout).not.toMatch(/src\/customer\.ts:25:\d+ {2}StringLiteral/)
    expect(readFileSync(join(project, 'reports/mutation/index.html'), 'utf8')).toContain('and 2 finer mutants in it survived too')
    const all = await mutate(project, ['--all'])
    expect(all.stdout).toContain("does not compile: 'customer.address' is possibly 'undefined'. (TS18048)")
    expect(all.stdout).toMatch(/src\/customer\.ts:25:\d+ {2}StringLiteral/)
    const finer = mutantsOf(readReport(project)).filter(({ location }) => location.start.line === 24 || location.start.line === 25)
    expect(finer.map(({ statusReason }) => statusReason)).toContainEqual(expect.stringMatching(/^in a function that is pseudo-tested: see /))
  }, 60_000)
})
