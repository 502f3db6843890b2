import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHtmlReporter } from './html.js'
import { openBrowser } from './test-browser.js'
import { cartResult, fakeContext } from './test-kit.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let folder: string
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutate-axe-'))
  browser = await openBrowser()
  await createHtmlReporter(fakeContext({ out: folder })).onFinish?.(cartResult())
}, 60_000)
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a person sees, by the address and the clicks that lead there. */
const views: Record<string, readonly [string, (page: Page) => Promise<void>]> = {
  'all files': ['', (page) => page.getByRole('link', { name: 'cart.ts', exact: true }).waitFor()],
  'a file': ['#mutant/cart.ts', (page) => page.locator('span.mutant').first().waitFor({ state: 'attached' })],
  'a survivor': ['#mutant/cart.ts', (page) => page.locator('.mutant-dot.Survived').first().click()],
  'a killed mutant': ['#mutant/cart.ts', async (page) => {
    await page.getByText('Killed (1)').click()
    await page.locator('.mutant-dot.Killed').first().click()
    await page.locator('mte-drawer-mutant span[style*="color"]').first().waitFor({ state: 'attached' })
  }],
  'all tests': ['#test', (page) => page.getByRole('link', { name: 'cart.test.ts', exact: true }).waitFor()],
  'a test file': ['#test/cart.test.ts', (page) => page.getByText('Killing (1)').first().waitFor()],
}

it.each(Object.keys(views).flatMap((view) => [[view, 'light', 1280], [view, 'dark', 390]] as const))(
  'axe-core finds no violation in the explorer where it shows %s, %s, at %i pixels', async (view, colorScheme, width) => {
    const [hash, act] = views[view]!
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(`${pathToFileURL(join(folder, 'mutants.html')).href}${hash}`)
    await act(page)
    await page.evaluate(axe)
    // Drawers and menus open slowly; what is in motion has the colours of neither end.
    await page.waitForFunction('document.getAnimations({ subtree: true }).every((one) => one.playState === "finished")')
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    )
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await context.close()
  }, 30_000)
