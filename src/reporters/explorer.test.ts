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
