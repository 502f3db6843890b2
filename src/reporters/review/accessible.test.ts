import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunResult } from '../../model/result.js'
import { openBrowser } from '../test-browser.js'
import { cartResult } from '../test-kit.js'
import { reviewPage } from './page.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** Two survivors, one of them new, and a comparison with an earlier report. */
function changed(): RunResult {
  const result = cartResult()
  const [first, , third, fourth] = result.mutants
  const compared = { noticed: [fourth!.id], gone: [first!], unjudged: [], added: 1, unchanged: { open: 1, others: 2 } }
  return { ...result, brought: { since: 'main', mutants: [first!.id, third!.id], compared } }
}

it.each([
  [1280, 'light', cartResult()], [1280, 'dark', cartResult()], [390, 'light', cartResult()], [390, 'dark', cartResult()],
  [1280, 'dark', changed()], [390, 'light', changed()],
] as const)('axe-core finds no violation at %i pixels, %s (%#)', async (width, colorScheme, result) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
  const page = await context.newPage()
  await page.setContent(reviewPage(result, 'mutants.html'))
  // What is not drawn yet has no colours to check.
  await page.addStyleTag({ content: 'article { content-visibility: visible !important }' })
  await page.evaluate(`for (const box of document.querySelectorAll('details')) box.open = true`)
  await page.evaluate(axe)
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )
  expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await context.close()
})
