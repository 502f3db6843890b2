import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildReport } from '../src/reporters/report.js'
import { cartResult } from '../src/reporters/test-kit.js'
import type { Status } from '../src/model/verdict.js'
import { mutate, temporaryFolder } from './helpers.js'

/** Two reports: the boundary was noticed before, the condition is noticed now. */
function twoReports(): string {
  const folder = temporaryFolder()
  const result = cartResult()
  const write = (name: string, statuses: Record<string, Status>) => {
    const verdicts = result.verdicts.map((verdict, index) => ({ ...verdict, status: statuses[result.mutants[index]!.operator] ?? verdict.status }))
    writeFileSync(join(folder, name), JSON.stringify(buildReport({ ...result, verdicts })))
  }
  write('old.json', { EqualityOperator: 'Killed' })
  write('new.json', { ConditionalExpression: 'Killed' })
  return folder
}

describe('mutate diff', () => {
  it('shows what survives newly as a diff, what is noticed now, and the numbers', async () => {
    const { code, stdout, stderr } = await mutate(twoReports(), ['diff', 'old.json', 'new.json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\n1 survivor that the change since old\.json brings\n\nsrc\/cart\.ts:8:9 {2}EqualityOperator/)
    expect(stdout).toContain('- 8  if (all > 100) {\n+    if (all >= 100) {\n')
    expect(stdout).toContain('1 mutant that no test noticed before, and one does now:\nsrc/cart.ts:20:12  ConditionalExpression')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 newly surviving, 1 newly noticed, 0 open ones gone, 6 unchanged (1 open)')
  })

  it('gives every difference as JSON', async () => {
    const { stdout } = await mutate(twoReports(), ['diff', 'old.json', 'new.json', '--json'])
    const { counts, mutants } = JSON.parse(stdout)
    expect(counts).toEqual({ survives: 1, noticed: 1, unchanged: 6 })
    expect(mutants.map((one: Record<string, string>) => [one['development'], one['before'], one['after'], one['original']])).toEqual([
      ['survives', 'Killed', 'Survived', 'all > 100'], ['noticed', 'Survived', 'Killed', 'this.items.length > 0'],
    ])
  })

  it('writes the comment and the pages when they are asked for, and prints nothing then', async () => {
    const folder = twoReports()
    const { code, stdout, stderr } = await mutate(folder, ['diff', 'old.json', 'new.json', '--reporters', 'markdown,html', '--out', 'out'])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['index.html', 'mutants.html', 'mutation.md'])
    expect(readFileSync(join(folder, 'out/mutation.md'), 'utf8')).toContain('### Mutation testing: 1 new survivor since old.json')
    expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('What the change since <code>old.json</code> brings')
  })

  it.each([
    [['old.json'], /mutate diff takes two reports, the old one first/],
    [['old.json', 'none.json'], /none\.json cannot be read as a report: there is no such file/],
    [['old.json', 'new.json', '--min-score', '3'], /--min-score belongs to mutate run.*, not to mutate diff/],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stderr } = await mutate(twoReports(), ['diff', ...args])
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
