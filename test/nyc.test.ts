/** The coverage that a run keeps is rendered by the tool that made its format common. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyFixture, mutate } from './helpers.js'

const NYC = createRequire(import.meta.url).resolve('nyc/bin/nyc.js')

type Summary = Record<string, Record<'lines' | 'statements' | 'functions', { total: number; covered: number; pct: number }>>

it('nyc report renders what a run keeps in .mutate/coverage', async () => {
  const project = copyFixture('shop')
  expect((await mutate(project)).code).toBe(0)
  execFileSync(process.execPath, [
    NYC, 'report', '--temp-dir', '.mutate/coverage', '--reporter', 'json-summary', '--report-dir', 'rendered',
  ], { cwd: project })
  const summary = JSON.parse(readFileSync(join(project, 'rendered/coverage-summary.json'), 'utf8')) as Summary
  const files = Object.keys(summary).filter((path) => path !== 'total').map((path) => path.slice(project.length + 1)).sort()
  expect(files).toEqual(['src/cart.ts', 'src/discounts.ts', 'src/money.ts', 'src/parse.ts'])
  const cart = summary[join(project, 'src/cart.ts')]!
  expect(cart.statements.total).toBeGreaterThan(5)
  // The fixture has code that no test runs, and code that tests run.
  expect(cart.statements.covered).toBeGreaterThan(0)
  expect(cart.statements.covered).toBeLessThan(cart.statements.total)
})
