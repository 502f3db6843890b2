import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explorerPage, inlineJson, inlineScript } from './explorer.js'
import { createHtmlReporter } from './html.js'
import { buildReport } from './report.js'
import { openBrowser } from './test-browser.js'
import { cartResult, fakeContext, makeResult } from './test-kit.js'

let folder: string
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutate-html-'))
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  page: Page
  errors: string[]
  requests: string[]
}

async function open(path: string, hash = ''): Promise<Opened> {
  const page = await browser.newPage()
  const errors: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('request', (request) => requests.push(request.url()))
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`${pathToFileURL(path).href}${hash}`)
  return { page, errors, requests }
}

/** All text of an element and of the shadow trees in it; runs in the browser. */
const textOf = `(element) => {
  const texts = []
  const walk = (node) => {
    if (node.nodeType === 3) texts.push(node.textContent)
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child)
  }
  walk(element)
  return texts.join('')
}`

describe('mutants.html', () => {
  it('shows files, scores and mutants in a browser, without any request', async () => {
    const context = fakeContext({ out: folder })
    await createHtmlReporter(context).onFinish?.(cartResult())
    const overview = await open(join(folder, 'mutants.html'))
    for (const name of ['cart.ts', 'sum.ts']) await overview.page.getByRole('link', { name, exact: true }).waitFor()
    expect(await overview.page.getByText('40.00').count()).toBeGreaterThan(0)
    await overview.page.close()
    const { page, errors, requests } = await open(join(folder, 'mutants.html'), '#mutant/cart.ts')
    const marks = page.locator('span.mutant')
    await marks.first().waitFor({ state: 'attached' })
    expect(await marks.count()).toBeGreaterThanOrEqual(2)
    expect(errors).toEqual([])
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([])
    await page.close()
  }, 30_000)

  it('has all its parts in landmarks, by which a screen reader goes', async () => {
    await createHtmlReporter(fakeContext({ out: folder, names: ['html'] })).onFinish?.(cartResult())
    const { page } = await open(join(folder, 'mutants.html'))
    expect(await page.getByRole('banner').getByRole('link').allInnerTexts()).toEqual(['Review page: what to look at first'])
    await page.getByRole('main').getByRole('link', { name: 'cart.ts', exact: true }).waitFor()
    expect(await page.evaluate(`[...document.body.children].map((child) => child.localName)`)).toEqual(['header', 'main', 'noscript', 'script', 'script'])
    await page.close()
  }, 30_000)

  it('tells of a mutant why it has its status, in colours, and which tests reach and kill it', async () => {
    await createHtmlReporter(fakeContext({ out: folder })).onFinish?.(cartResult())
    const { page, errors } = await open(join(folder, 'mutants.html'), '#mutant/cart.ts')
    await page.locator('span.mutant').first().waitFor({ state: 'attached' })
    await page.getByText('Killed (1)').click()
    await page.locator('.mutant-dot.Killed').first().click()
    const red = page.locator('mte-drawer-mutant span[style*="color"]').first()
    await red.waitFor({ state: 'attached', timeout: 10_000 })
    expect(await red.textContent()).toBe('AssertionError: expected 90 to be 100')
    const text = await page.evaluate<string>(`(${textOf})(document.querySelector('mutation-test-report-app').shadowRoot)`)
    for (const part of ['ArithmeticOperator', 'Killed by:', 'Cart > gives a discount', '1 test ran, and an assertion failed']) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('\u001b')
    expect(errors).toEqual([])
    await page.close()
  }, 30_000)

  it('shows the test files with their sources, and which test kills nothing', async () => {
    await createHtmlReporter(fakeContext({ out: folder })).onFinish?.(cartResult())
    const { page, errors } = await open(join(folder, 'mutants.html'), '#test/cart.test.ts')
    await page.getByText("import { Cart } from '../src/cart.js'").first().waitFor()
    expect(await page.getByText('Killing (1)').count()).toBe(1)
    expect(errors).toEqual([])
    await page.close()
  }, 30_000)

  it('links to the review page, which links back', async () => {
    await createHtmlReporter(fakeContext({ out: folder })).onFinish?.(cartResult())
    const { page } = await open(join(folder, 'mutants.html'))
    await page.getByRole('link', { name: 'Review page: what to look at first' }).click()
    await page.getByRole('heading', { level: 1, name: /changes to the code/ }).waitFor()
    await page.getByRole('link', { name: 'Explorer: every mutant in its source' }).click()
    await page.getByRole('link', { name: 'cart.ts', exact: true }).waitFor()
    await page.close()
  }, 30_000)

  it('runs nothing that stands in a source, a path, a test name or an error message', async () => {
    const attack = `</script><script>alert(1)</script><!--<script><img src=x onerror=alert(2)>\u0000\u202e]]>`
    const path = 'src/<img src=x onerror=alert(3)>.ts'
    const result = makeResult({
      sources: { [path]: `const a = '${attack}' > 1\n` },
      tests: [{ path: [attack], file: `${path}.test.ts` }],
      testSources: { [`${path}.test.ts`]: attack },
      mutants: [
        {
          at: "' > 1", to: attack, status: 'Killed', operator: attack, coveredBy: [0],
          failure: { test: 0, kind: 'assertion', message: attack },
        },
      ],
    })
    const file = join(folder, 'hostile.html')
    await writeFile(file, await explorerPage(buildReport(result)))
    const { page, errors } = await open(file)
    await page.locator('mutation-test-report-app').getByText('All files').first().waitFor()
    await page.waitForTimeout(200)
    expect(errors).toEqual([])
    await page.close()
  }, 30_000)
})

describe('what is put inline', () => {
  it('has no character in JSON that opens a tag', () => {
    expect(inlineJson({ a: '</script><!--' })).toBe('{"a":"\\u003c/script>\\u003c!--"}')
  })

  it('has no end tag and no comment in a script, and the same strings', () => {
    const code = 'return ["</script>", `<!-- <SCRIPT`]'
    expect(inlineScript(code)).not.toMatch(/<\/?script|<!--/i)
    expect(new Function(inlineScript(code))()).toEqual(['</script>', '<!-- <SCRIPT'])
  })
})
