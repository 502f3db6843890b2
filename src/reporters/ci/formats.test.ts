import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunResult } from '../../model/result.js'
import { openBrowser } from '../test-browser.js'
import { cartResult, fakeContext, makeResult } from '../test-kit.js'
import { badge } from './badge.js'
import { repositoryPrefix, smallestLocation } from './findings.js'
import { annotations, createGithubReporter } from './github.js'
import { codeQuality } from './gitlab.js'
import { junit } from './junit.js'
import { markdown, MARKER } from './markdown.js'
import { sarif } from './sarif.js'
import { ATTACK, hostileResult } from './test-hostile.js'

const empty = makeResult({ sources: {}, mutants: [] })

/** `count` survivors on a line each. */
function many(count: number): RunResult {
  const names = Array.from({ length: count }, (_, i) => `value${i}x`)
  return makeResult({
    sources: { 'src/many.ts': names.map((name) => `${name} > 1\n`).join('') },
    tests: [{ path: ['a'] }],
    mutants: names.map((name) => ({ at: `${name} > 1`, to: `${name} >= 1`, status: 'Survived' as const, coveredBy: [0] })),
  })
}

describe('where a finding is', () => {
  const at = (source: string, original: string, replacement: string) => {
    const result = makeResult({ sources: { 'a.ts': source }, mutants: [{ at: original, to: replacement, status: 'Survived' }] })
    const { start, end } = smallestLocation({ mutant: result.mutants[0]!, verdict: result.verdicts[0]! }, source)
    return `${start.line}:${start.column}-${end.line}:${end.column}`
  }

  it('is the part that changes', () => {
    expect(at('if (ab && cd) {\n', 'ab && cd', 'ab || cd')).toBe('1:8-1:10')
    expect(at('return list.sort().map(a)\n', 'list.sort().map(a)', 'list.map(a)')).toBe('1:13-1:20')
  })

  it('is the whole where nothing but an insertion is left, and no half word', () => {
    expect(at('if (a > 1) {\n', 'a > 1', 'a >= 1')).toBe('1:5-1:10')
    expect(at('x.startsWith(y)\n', 'x.startsWith(y)', 'x.startedWith(y)')).toBe('1:3-1:13')
  })

  it('is one line, even of a block of many', () => {
    expect(at('function a() {\n  b()\n  c()\n}\n', '{\n  b()\n  c()\n}', '{}')).toBe('1:14-1:15')
  })

  it('counts paths from the root of the repository', async () => {
    const root = await mkdtemp(join(tmpdir(), 'mutate-repository-'))
    try {
      await mkdir(join(root, '.git'))
      await mkdir(join(root, 'packages', 'a'), { recursive: true })
      expect(repositoryPrefix(join(root, 'packages', 'a'))).toBe('packages/a/')
      expect(repositoryPrefix(root)).toBe('')
    } finally {
      await rm(root, { recursive: true })
    }
  })
})

interface Sarif {
  readonly $schema: string
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Rule[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Record<string, number> }
      }[]
      readonly partialFingerprints: Record<string, string>
    }[]
    readonly properties?: { readonly leftOut: number }
  }[]
}
type Rule = Readonly<Record<'id', string> & Record<'shortDescription' | 'fullDescription' | 'help', { text: string }>>

describe('sarif', () => {
  it.each([cartResult(), hostileResult()])('has all that code scanning needs, none of it empty (%#)', (result) => {
    const log = sarif(result, 'packages/a/') as Sarif
    const run = log.runs[0]!
    expect([log.$schema, log.version, run.tool.driver.name]).toEqual(['https://json.schemastore.org/sarif-2.1.0.json', '2.1.0', 'mutate'])
    for (const rule of run.tool.driver.rules) {
      for (const text of [rule.id, rule.shortDescription.text, rule.fullDescription.text, rule.help.text]) expect(text).not.toBe('')
    }
    expect(run.results.length).toBeGreaterThan(0)
    for (const one of run.results) {
      expect(run.tool.driver.rules[one.ruleIndex]?.id).toBe(one.ruleId)
      const { artifactLocation, region } = one.locations[0]!.physicalLocation
      expect(artifactLocation.uri).toMatch(/^packages\/a\/(?:[\w.!~*'()/-]|%[0-9A-F]{2})+$/)
      const { startLine, startColumn, endLine, endColumn } = region
      expect(endLine! > startLine! || (endLine === startLine && endColumn! > startColumn!)).toBe(true)
      expect(one.message.text).not.toBe('')
      expect(one.message.text).not.toContain('](')
      expect(one.partialFingerprints['primaryLocationLineHash']).toMatch(/^[0-9a-f]+:1$/)
    }
  })

  it('gives survivors as warnings, code without tests as notes', () => {
    const { results } = (sarif(cartResult(), '') as Sarif).runs[0]!
    expect(results.map((one) => [one.level, one.ruleId])).toEqual([
      ['warning', 'EqualityOperator'], ['warning', 'ConditionalExpression'], ['note', 'NoCoverage.BlockStatement'],
    ])
    expect(results[0]?.message.text).toBe(
      '5 tests reach this and do not notice the change from `all > 100` to `all >= 100`. ' +
        'Add a test at the boundary: both sides of `all > 100` equal.',
    )
  })

  it('sends the 5,000 most useful, and says how many it left out', () => {
    const run = (sarif(many(5100), '') as Sarif).runs[0]!
    expect(run.results).toHaveLength(5000)
    expect(run.properties?.leftOut).toBe(100)
  })

  it('is valid without any finding', () => {
    expect((sarif(empty, '') as Sarif).runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } })
  })
})

describe('gitlab', () => {
  it('rates survivors as major and code without tests as minor', () => {
    const issues = codeQuality(cartResult(), 'web/')
    expect(issues.map((one) => [one.severity, one.check_name, one.location.path, one.location.lines.begin])).toEqual([
      ['major', 'EqualityOperator', 'web/src/cart.ts', 8],
      ['major', 'ConditionalExpression', 'web/src/cart.ts', 20],
      ['minor', 'BlockStatement', 'web/src/cart.ts', 14],
    ])
  })

  it('has a fingerprint of its own for each, which does not move with the lines', () => {
    const issues = codeQuality(many(50), '')
    expect(new Set(issues.map((one) => one.fingerprint)).size).toBe(50)
    const moved = { ...cartResult(), sources: cartResult().sources.map((one) => ({ ...one, text: `\n${one.text}` })) }
    expect(codeQuality(moved, '').map((one) => one.fingerprint)).toEqual(codeQuality(cartResult(), '').map((one) => one.fingerprint))
  })
})

describe('junit', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  /** What the XML parser of a browser makes of a document. */
  async function parsed(xml: string) {
    const page = await browser.newPage()
    const result = await page.evaluate<{ error: string | undefined; cases: Record<string, string | undefined>[]; suites: Record<string, string>[] }>(
      `((xml) => {
        const document = new DOMParser().parseFromString(xml, 'application/xml')
        const attributes = (element) => Object.fromEntries([...element.attributes].map((one) => [one.name, one.value]))
        return {
          error: document.querySelector('parsererror')?.textContent,
          suites: [...document.querySelectorAll('testsuites, testsuite')].map(attributes),
          cases: [...document.querySelectorAll('testcase')].map((one) => ({
            ...attributes(one), outcome: one.firstElementChild?.tagName, text: one.textContent,
          })),
        }
      })(${JSON.stringify(xml)})`,
    )
    await page.close()
    return result
  }

  it('has a test case for each mutant, with totals that agree', async () => {
    const { error, cases, suites } = await parsed(junit(cartResult()))
    expect(error).toBeUndefined()
    expect(cases.map((one) => one['outcome'])).toEqual([
      'failure', undefined, 'failure', 'failure', 'skipped', 'skipped', 'error', undefined,
    ])
    expect(suites[0]).toMatchObject({ tests: '8', failures: '3', errors: '1' })
    expect(suites[1]).toMatchObject({ name: 'src/cart.ts', tests: '7', failures: '3', errors: '1', skipped: '2' })
    expect(cases[0]).toMatchObject({ classname: 'src/cart.ts', text: 'src/cart.ts:8\n- all > 100\n+ all >= 100' })
  })

  it('stays well-formed with whatever a source can hold', async () => {
    const { error, cases } = await parsed(junit(hostileResult()))
    expect(error).toBeUndefined()
    expect(cases).toHaveLength(5)
    expect(cases.find((one) => one['outcome'] === 'failure')?.['text']).toContain('</failure>]]><script>')
    expect((await parsed(junit(empty))).error).toBeUndefined()
  })
})

describe('github', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mutate-github-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('annotates the exact columns', () => {
    expect(annotations(cartResult(), 'web/').split('\n')[0]).toBe(
      '::warning file=web/src/cart.ts,line=8,endLine=8,col=9,endColumn=17,title=Survived%3A EqualityOperator::' +
        '5 tests reach this and do not notice the change from `all > 100` to `all >= 100`. ' +
        'Add a test at the boundary: both sides of `all > 100` equal.',
    )
  })

  it('sends ten, and says how many are left out', () => {
    const lines = annotations(many(13), '').trim().split('\n')
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10)
    expect(lines.at(-1)).toBe('::notice title=mutate::Not shown here: 3 more survivors. See the summary of the job.')
    expect(annotations(empty, '')).toBe('')
  })

  it('lets no text become a command or a property', () => {
    const lines = annotations(hostileResult(), '').trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^::warning file=[^,:]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^,:]*::[^\r]*$/)
    expect(lines.join('')).not.toContain('##[')
  })

  it('appends a summary and outputs to the files of the runner', async () => {
    const summary = join(folder, 'summary')
    const output = join(folder, 'output')
    await writeFile(summary, 'before\n')
    const context = fakeContext({ env: { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } })
    await createGithubReporter(context).onFinish?.(cartResult())
    expect(context.stdout.output()).toMatch(/^::warning /)
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n\n<!-- mutate-report -->\n\n### Mutation testing: 2 changes/)
    expect(await readFile(output, 'utf8')).toBe('score=40.00\nscore-of-covered=50.00\nkilled=1\nsurvived=2\nno-coverage=1\ntimeout=1\n')
  })

  it('keeps the summary within its limit, by bytes, together with what is there', async () => {
    const summary = join(folder, 'summary')
    await writeFile(summary, 'x'.repeat(1024 * 1024 - 3000))
    await createGithubReporter(fakeContext({ env: { GITHUB_STEP_SUMMARY: summary } })).onFinish?.(many(200))
    const written = await readFile(summary)
    expect(written.length).toBeGreaterThan(1024 * 1024 - 3000)
    expect(written.length).toBeLessThanOrEqual(1024 * 1024)
  })

  it('leaves standard output alone when the JSON report is there', async () => {
    const context = fakeContext({ json: true })
    await createGithubReporter(context).onFinish?.(cartResult())
    expect(context.stdout.output()).toBe('')
    expect(context.stderr.output()).toMatch(/^::warning /)
  })
})

describe('markdown', () => {
  it('begins with the marker, then the survivors as diffs', () => {
    const text = markdown(cartResult(), 60_000)
    expect(text.startsWith(`${MARKER}\n\n### Mutation testing: 2 changes to the code that no test noticed\n`)).toBe(true)
    expect(text).toContain('Score **40.00 %**, of covered code **50.00 %**')
    expect(text).toContain(
      ['```diff', '  const all = sum(this.items)', '- if (all > 100) {', '+ if (all >= 100) {', '    return all * 0.9', '```'].join('\n'),
    )
    expect(text).toContain('Reached by 5 tests, for example `test/cart.test.ts: Cart > gives a discount`.')
    expect(text).toContain('| `src/sum.ts` | 100.00 |')
    expect(text).not.toMatch(/NaN|undefined/)
  })

  it('shows ten survivors and lists the lines of the others', () => {
    const text = markdown(many(13), 60_000)
    expect(text.match(/^```diff$/gm)).toHaveLength(10)
    expect(text).toContain('<details><summary>3 more</summary>\n\n- `src/many.ts`: 3 survivors, lines 11-13')
  })

  it('says when something is left out, and never grows beyond its size', () => {
    for (const size of [500, 1500, 2500]) {
      const text = markdown(many(100), size)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(size)
      expect(text).toContain('_The rest is left out: it does not fit here._')
    }
  })

  it('lets no text become markup', () => {
    const text = markdown(hostileResult(), 60_000)
    const fence = /^(`{3,})diff\n/m.exec(text)?.[1] ?? ''
    expect(fence.length).toBeGreaterThan(3)
    const prose = text.replace(new RegExp(`${fence}diff[^]*?\\n${fence}\\n`, 'g'), '').replace(/(`+) ?[^]*?[^`]\1(?!`)/g, '')
    expect(prose).not.toMatch(/(?<!\\)<script|(?<!\\)\[a|@someone|(?<!\\)#1/)
    expect(text).not.toMatch(/[\u0000\u001b\u202e]/)
    expect(ATTACK).toContain('<script')
  })

  it('says plainly that there is nothing', () => {
    expect(markdown(empty, 60_000)).toContain('### Mutation testing: Nothing was judged\n\nScore **n/a**')
  })
})

describe('badge', () => {
  it('holds the score, never rounded up', () => {
    expect(badge(cartResult())).toEqual({ schemaVersion: 1, label: 'mutation score', message: '40%', color: 'red' })
    expect(badge(empty)).toEqual({ schemaVersion: 1, label: 'mutation score', message: 'n/a', color: 'lightgrey' })
  })
})
