import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../model/result.js'
import { openBrowser } from '../test-browser.js'
import { cartResult, makeResult, type MutantSpec } from '../test-kit.js'
import { reviewPage } from './page.js'

let folder: string
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutate-review-'))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(
  result: RunResult, options: { javaScriptEnabled?: boolean; width?: number; hash?: string } = {},
): Promise<{ page: Page; problems: string[] }> {
  const file = join(folder, 'index.html')
  await writeFile(file, reviewPage(result, 'mutants.html'))
  const { javaScriptEnabled = true, width = 1280, hash = '' } = options
  const page = await browser.newPage({ javaScriptEnabled, viewport: { width, height: 900 } })
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('request', (request) => !/^(?:file|data):/.test(request.url()) && problems.push(request.url()))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`${pathToFileURL(file).href}${hash}`)
  return { page, problems }
}

const withoutSurvivors = makeResult({
  sources: { 'a.ts': 'const a = 1 < 2\n' },
  tests: [{ path: ['a'] }],
  mutants: [{ at: '1 < 2', to: 'false', status: 'Killed', coveredBy: [0] }],
})

describe('the review page', () => {
  it('shows the most telling survivor first, as a diff with its evidence, without JavaScript', async () => {
    const { page } = await open(cartResult(), { javaScriptEnabled: false })
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'project: 2 changes to the code that no test noticed',
    )
    const first = await page.getByRole('article').first().innerText()
    expect(first).toContain('src/cart.ts:8:9 EqualityOperator in Cart.total')
    expect(first).toMatch(/removed:\s*8 −\s*if \(all > 100\) \{/)
    expect(first).toMatch(/added:\s*\+\s*if \(all >= 100\) \{/)
    expect(first).toContain('Add a test at the boundary: both sides of all > 100 equal.')
    expect(first).toContain('The changed code ran 5 times; 5 tests ran to the end, and none failed.')
    expect(first).toContain('Cart > gives a discount test/cart.test.ts:9')
    expect(first).toContain('mutate src/cart.ts:8')
    expect(await page.locator('#filters').isVisible()).toBe(false)
    await page.close()
  })

  it('shows the line of the test beside its name', async () => {
    const result = cartResult()
    const testSources = [{ path: 'test/cart.test.ts', text: `${'\n'.repeat(8)}  it('gives a discount', () => {\n` }]
    const { page } = await open({ ...result, testSources })
    expect(await page.getByRole('article').first().innerText()).toContain("it('gives a discount', () => {")
    await page.close()
  })

  it('lists code without tests, scores, what was left out, and every mutant with an anchor', async () => {
    const result = cartResult()
    const { page, problems } = await open(result)
    const text = await page.locator('main').innerText()
    expect(text).toContain('src/cart.ts 1 mutant, line 14')
    expect(await page.getByRole('row', { name: /^sum\.ts/ }).innerText()).toMatch(/100\.00\s+100\.00\s+0\s+0\s+0\s+1\s+0/)
    expect(await page.getByRole('row', { name: /^types\.ts/ }).innerText()).toContain('n/a')
    expect(text).toContain('log: 1 mutant')
    expect(text).toContain('Warning: test/size.test.ts reaches no source module')
    for (const mutant of result.mutants) expect(await page.locator(`[id="${mutant.id}"]`).count()).toBe(1)
    expect(problems).toEqual([])
    await page.close()
  })

  it('opens the list that an address points into', async () => {
    const result = cartResult()
    const killed = result.verdicts.find((verdict) => verdict.status === 'Killed')
    const { page } = await open(result, { hash: `#${killed?.mutant}` })
    expect(await page.locator(`[id="${killed?.mutant}"]`).isVisible()).toBe(true)
    await page.close()
  })

  it('filters by file, operator and status', async () => {
    const { page } = await open(cartResult())
    await page.getByRole('combobox', { name: 'Operator' }).selectOption('ConditionalExpression')
    expect(await page.getByRole('article').count()).toBe(1)
    expect(await page.getByRole('status').innerText()).toBe('1 survivor shown')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByText('2 survivors shown').waitFor()
    await page.getByRole('combobox', { name: 'File' }).selectOption('src/sum.ts')
    expect(await page.getByRole('article').count()).toBe(0)
    await page.close()
  })

  it('leads to the explorer, where its files have the same names', async () => {
    const { page } = await open(cartResult())
    const links = await page.getByRole('link', { name: 'in the explorer' }).evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    expect(new Set(links)).toEqual(new Set(['mutants.html#mutant/cart.ts']))
    await page.close()
  })

  it.each([1280, 390])('does not scroll sideways at %i pixels', async (width) => {
    const long = makeResult({
      sources: { [`src/${'very-long-name'.repeat(10)}.ts`]: `const a = ${'x + '.repeat(100)}1 < 2\n` },
      tests: [{ path: ['long'.repeat(100)] }],
      mutants: [{ at: '1 < 2', to: 'false', status: 'Survived', coveredBy: [0] }],
    })
    const { page } = await open(long, { width })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await page.close()
  })

  it('prints all columns on A4, in light colours, without what paper cannot do', async () => {
    const { page } = await open(cartResult(), { width: 700 })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const beyond = `[...document.querySelectorAll('th, td, .diff code')].filter((box) => box.getBoundingClientRect().right > 700).length`
    expect(await page.evaluate(beyond)).toBe(0)
    expect(await page.getByRole('columnheader', { name: 'Other' }).isVisible()).toBe(true)
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)')
    expect(await page.evaluate(`getComputedStyle(document.body).color`)).toBe('rgb(27, 31, 36)')
    expect(await page.locator('#filters').isVisible()).toBe(false)
    expect(await page.getByRole('link', { name: 'Every mutant' }).isVisible()).toBe(false)
    expect(await page.getByRole('article').first().isVisible()).toBe(true)
    await page.close()
  })

  it('can be used with the keyboard alone, and shows where the focus is', async () => {
    const { page } = await open(cartResult())
    const focused = () => page.evaluate<string>(`(document.activeElement.name || document.activeElement.textContent).trim()`)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('To the survivors')
    expect(await page.getByRole('link', { name: 'To the survivors' }).boundingBox()).toMatchObject({ x: 16 })
    await page.keyboard.press('Enter')
    for (const name of ['file', 'operator', 'status', 'Show all', 'src/cart.ts:8:9']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
      expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid')
    }
    await page.getByRole('combobox', { name: 'Operator' }).focus()
    await page.keyboard.type('Cond')
    expect(await page.getByRole('status').innerText()).toBe('1 survivor shown')
    const list = page.locator('details').filter({ hasText: 'src/cart.ts' }).last()
    await list.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await list.getByRole('listitem').first().isVisible()).toBe(true)
    await page.close()
  })

  it('says so when there are no survivors, or nothing at all', async () => {
    const { page } = await open(withoutSurvivors)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('project: no survivors')
    await page.close()
    const empty = reviewPage(makeResult({ sources: {}, mutants: [] }), 'mutants.html')
    expect(empty).toContain('project: no mutant</h1>')
    expect(empty).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('runs nothing and breaks nothing that stands in sources, paths, names and messages', async () => {
    const attack = `</script></style><script>alert(1)</script><img src=x onerror=alert(2)>"'><b id=x>\u0000\u202e\u001b[31m]]>-->`
    const path = `src/"><img src=x onerror=alert(3)>.ts`
    const hostile = makeResult({
      sources: { [path]: `const a = '${attack}' > 1 // ${'y'.repeat(1_000_000)}\n` },
      tests: [{ path: [attack], file: attack, location: { line: 1, column: 1 } }],
      testSources: { [attack]: attack },
      mutants: [
        { at: "' > 1", to: attack, status: 'Survived', operator: attack, scope: attack, coveredBy: [0] },
        { at: '1 //', to: attack, status: 'Ignored', operator: attack, rule: attack, reason: attack },
        { at: 'const a', to: attack, status: 'Killed', operator: attack, coveredBy: [0], reason: attack },
      ],
      notes: [{ level: 'warning', text: attack }],
    })
    const ids = hostile.mutants.map(({ id }) => id)
    const compared = { noticed: ids, gone: hostile.mutants, unjudged: [], added: 0, unchanged: { open: 0, others: 0 } }
    const { page, problems } = await open({
      ...hostile, root: `/x/${attack}`, brought: { since: attack, mutants: ids, compared },
    })
    expect(await page.getByRole('article').count()).toBe(1)
    expect(await page.locator('#x, img').count()).toBe(0)
    expect(problems).toEqual([])
    expect(await page.content()).not.toMatch(/[\u0000\u001b\u202e]/)
    expect((await page.content()).length).toBeLessThan(100_000)
    await page.close()
  })

  it('stays below 5 MB with 10,000 mutants, and opens', async () => {
    const { page, problems } = await open(large())
    const size = await page.evaluate<number>(`performance.getEntriesByType('navigation')[0].decodedBodySize`)
    expect(size).toBeLessThan(5_000_000)
    expect(await page.locator('.mutants li').count()).toBe(10_000)
    expect(problems).toEqual([])
    await page.close()
  })
})

function large(): RunResult {
  const line = (i: number) => `export const value${i} = (input: number) => { return compute(input, ${i}) > ${i} ? 'large' : 'small' }\n`
  const sources: Record<string, string> = {}
  const mutants: MutantSpec[] = []
  for (let f = 0; f < 50; f++) {
    const file = `src/folder${f % 7}/module${f}.ts`
    sources[file] = Array.from({ length: 200 }, (_, i) => line(i)).join('')
    for (let i = 0; i < 200; i++) {
      const status = i % 5 === 0 ? 'Survived' : i % 11 === 0 ? 'NoCoverage' : 'Killed'
      const coveredBy = status === 'NoCoverage' ? [] : Array.from({ length: 20 }, (_, t) => (i * 7 + t) % 1000)
      mutants.push({ file, at: `compute(input, ${i}) > ${i}`, to: `compute(input, ${i}) >= ${i}`, scope: `value${i}`, status, coveredBy })
    }
  }
  const tests = Array.from({ length: 1000 }, (_, t) => ({
    path: ['a suite of tests', `does the thing number ${t} as it should`], file: `test/file${t % 50}.test.ts`,
  }))
  return makeResult({ sources, mutants, tests })
}
