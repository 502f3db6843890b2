import { Writable } from 'node:stream'
import * as actions from '@actions/core'
import { Ajv } from 'ajv'
import { parse as parseJunit } from 'junit2json'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../model/result.js'
import { advice } from '../advice.js'
import { cartResult, makeResult } from '../test-kit.js'
import { badge } from './badge.js'
import { message, smallestLocation } from './findings.js'
import { annotations } from './github.js'
import { codeQuality } from './gitlab.js'
import { junit } from './junit.js'
import { markdown } from './markdown.js'
import { ATTACK, hostileResult } from './test-hostile.js'

const results: readonly RunResult[] = [cartResult(), hostileResult(), makeResult({ sources: {}, mutants: [] })]

/** With a change and a comparison whose every text is hostile. */
function hostileChange(): RunResult {
  const result = hostileResult()
  const ids = result.mutants.map(({ id }) => id)
  const compared = { noticed: ids, gone: result.mutants, unjudged: [], added: 0, unchanged: { open: 0, others: 0 } }
  return { ...result, brought: { since: ATTACK, mutants: ids, compared } }
}

describe('junit.xml, read by junit2json', () => {
  it.each(results)('has the mutants as test cases, and totals that are their sums (%#)', async (result) => {
    const read = await parseJunit(junit(result))
    const suites = read && 'testsuite' in read ? read.testsuite ?? [] : []
    const cases = suites.flatMap(({ testcase }) => testcase ?? [])
    expect(cases).toHaveLength(result.mutants.length)
    const failed = result.verdicts.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length
    expect(cases.filter(({ failure }) => failure).length).toBe(failed)
    const { failures, tests } = read as unknown as { failures: number; tests: number }
    expect({ failures, tests }).toEqual({ failures: failed, tests: result.mutants.length })
  })
})

describe('mutation.md, as GitHub Flavored Markdown', () => {
  const html = (result: RunResult) =>
    micromark(markdown(result, 60_000), { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })

  it('has headings, diffs as code, a table, and details that are closed', () => {
    const page = html(cartResult())
    expect(page).toContain('<h3>Mutation testing: 2 changes to the code that no test noticed</h3>')
    expect(page).toContain('<pre><code class="language-diff">')
    expect(page).toMatch(/<td><code>src\/sum\.ts<\/code><\/td>\n<td align="right">100\.00<\/td>/)
    expect(page.match(/<details>/g)?.length).toBe(page.match(/<\/details>/g)?.length)
    expect(page).toContain(`Add a test at the boundary: both sides of <code>all &gt; 100</code> equal.`)
    expect(advice(cartResult().mutants[0]!)).toContain('`all > 100`')
  })

  it.each([hostileResult(), hostileChange()])('lets no text become an element, a link or a mention (%#)', (result) => {
    const page = html(result)
    const elements = new Set([...page.matchAll(/<(?!!--)\/?([a-zA-Z0-9]+)/g)].map(([, name = '']) => name.toLowerCase()))
    const known = ['h3', 'p', 'strong', 'em', 'code', 'pre', 'details', 'summary', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'blockquote']
    expect([...elements].filter((name) => !known.includes(name))).toEqual([])
    expect(page).not.toContain('href=')
    const prose = page.replace(/<code[^>]*>[^]*?<\/code>/g, '')
    expect(prose).not.toContain('@someone')
    expect(page).not.toMatch(/[\u0000\u001b\u202e]/)
  })
})

describe('annotations', () => {
  it.each([cartResult(), hostileResult()])('are the commands that @actions/core writes (%#)', (result) => {
    const texts = new Map(result.sources.map(({ path, text }) => [path, text]))
    const index = result.verdicts.findIndex(({ status }) => status === 'Survived')
    const one = { mutant: result.mutants[index]!, verdict: result.verdicts[index]! }
    const { start, end } = smallestLocation(one, texts.get(one.mutant.file)!)
    const theirs = writtenBy(() => actions.warning(message(one).replaceAll('##[', '## ['), {
      file: one.mutant.file, startLine: start.line, endLine: end.line, startColumn: start.column, endColumn: Math.max(start.column, end.column - 1),
    }))
    const ours = annotations(result, '').split('\n').find((line) => line.includes(`line=${start.line},`))!
    const [properties, data] = takenApart(ours)
    const { title, ...others } = properties
    expect(title).toMatch(/^Survived%3A /)
    expect([others, data]).toEqual(takenApart(theirs.trimEnd()))
  })
})

function takenApart(command: string): [Record<string, string>, string] {
  const [, properties = '', data = ''] = /^::warning (.*?)::(.*)$/.exec(command)!
  return [Object.fromEntries(properties.split(',').map((one) => one.split('=', 2))), data]
}

/** What a function writes to standard output. */
function writtenBy(act: () => void): string {
  const original = Object.getOwnPropertyDescriptor(process, 'stdout')!
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  Object.defineProperty(process, 'stdout', { ...original, get: () => stream })
  try {
    act()
  } finally {
    Object.defineProperty(process, 'stdout', original)
  }
  return text
}

describe('JSON for code hosts', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })

  it.each([...results, hostileChange()])('follows what GitLab\'s parser requires of code quality issues (%#)', (result) => {
    const text = { type: 'string', minLength: 1 }
    const line = { type: 'integer', minimum: 1 }
    const validate = ajv.compile({
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        properties: {
          description: text, check_name: text, fingerprint: text,
          severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
          location: {
            type: 'object',
            required: ['path', 'lines'],
            properties: { path: { type: 'string', pattern: '^[^./]' }, lines: { type: 'object', required: ['begin'], properties: { begin: line, end: line } } },
          },
        },
      },
    })
    validate(JSON.parse(JSON.stringify(codeQuality(result, ''))))
    expect(validate.errors ?? []).toEqual([])
    expect(validate([{ description: 'a' }])).toBe(false)
  })

  it.each(results)('follows what shields.io accepts of an endpoint (%#)', (result) => {
    const text = { type: 'string', minLength: 1 }
    const validate = ajv.compile({
      type: 'object',
      required: ['schemaVersion', 'label', 'message'],
      additionalProperties: false,
      properties: { schemaVersion: { const: 1 }, label: { type: 'string' }, message: text, color: text },
    })
    validate(badge(result))
    expect(validate.errors ?? []).toEqual([])
    expect(validate({ schemaVersion: 1, label: 'a', message: '' })).toBe(false)
  })
})
