/** The lists of the review page: code without tests, what was left out, and every mutant. */
import type { TestCase, TestId } from '../../model/test.js'
import type { FileSummary, Judged, Summary } from '../summary.js'
import { ranges, testName } from '../summary.js'
import { stripAnsi } from '../terminal.js'
import type { Markup } from './html.js'
import { html } from './html.js'
import { plural } from '../../common/plural.js'

/** So many suppressed mutants of a rule are listed; the rest is counted. */
const SUPPRESSED_SHOWN = 100

/** Code in lists is cut at this length. */
const CODE_LENGTH = 50

export function uncoveredList(
  summary: Summary, id = 'uncovered', title = 'Not reached by any test', level: 2 | 3 = 2,
): Markup | undefined {
  const files = summary.files.filter((file) => file.counts.NoCoverage > 0)
  if (files.length === 0) return undefined
  const heading = level === 2 ? html`<h2 id="${id}">${title}</h2>` : html`<h3 id="${id}">${title}</h3>`
  return html`<section data-group aria-labelledby="${id}">${heading}
<ul>${files.map((file) => html`<li data-file="${file.path}" data-status="NoCoverage"><code>${file.path}</code> ${plural(file.counts.NoCoverage, 'mutant')}, ${lineList(file)}</li>
`)}</ul></section>
`
}

function lineList(file: FileSummary): string {
  const lines = file.judged.filter((one) => one.verdict.status === 'NoCoverage').map((one) => one.mutant.location.start.line)
  return `${new Set(lines).size === 1 ? 'line' : 'lines'} ${ranges(lines)}`
}

export function suppressedList(summary: Summary): Markup | undefined {
  const rules = new Map<string, Judged[]>()
  for (const one of summary.judged) {
    if (one.verdict.status !== 'Ignored') continue
    const rule = one.mutant.ignored?.rule ?? 'other'
    rules.set(rule, [...(rules.get(rule) ?? []), one])
  }
  if (rules.size === 0) return undefined
  const sorted = [...rules].sort((a, b) => b[1].length - a[1].length)
  return html`<section aria-labelledby="suppressed"><h2 id="suppressed">Left out, and why</h2>
${sorted.map(([rule, ones]) => html`<details><summary><code>${rule}</code>: ${plural(ones.length, 'mutant')}</summary><ul>
${ones.slice(0, SUPPRESSED_SHOWN).map(suppressedItem)}${ones.length > SUPPRESSED_SHOWN && html`<li class="soft">and ${ones.length - SUPPRESSED_SHOWN} more</li>`}</ul></details>
`)}</section>
`
}

function suppressedItem({ mutant, verdict }: Judged): Markup {
  return html`<li><code>${place(mutant.file, mutant)}</code> ${mutant.operator} <code>${change(mutant)}</code> <span class="soft">${verdict.reason ?? mutant.ignored?.reason}</span></li>
`
}

/** Every mutant with an anchor of its own, by file; those in `shown` have theirs elsewhere on the page. */
export function everyMutant(
  summary: Summary, shown: ReadonlySet<string>, tests: ReadonlyMap<TestId, TestCase>,
): Markup {
  const files = summary.files.filter((file) => file.judged.length > 0)
  return html`<section aria-labelledby="every"><h2 id="every">Every mutant</h2>
${files.length === 0 && html`<p>There is none.</p>
`}${files.map((file) => html`<details data-group><summary><code>${file.path}</code> <span class="soft">${plural(file.judged.length, 'mutant')}</span></summary>
<ul class="mutants">${file.judged.map((one) => mutantItem(one, shown, tests))}</ul></details>
`)}</section>
`
}

function mutantItem(one: Judged, shown: ReadonlySet<string>, tests: ReadonlyMap<TestId, TestCase>): Markup {
  const { mutant, verdict } = one
  const anchor = shown.has(mutant.id)
    ? html` data-file="${mutant.file}"`
    : html` id="${mutant.id}" data-file="${mutant.file}"`
  const status = shown.has(mutant.id) ? html`<a href="#${mutant.id}">${verdict.status}</a>` : verdict.status
  return html`<li${anchor} data-operator="${mutant.operator}" data-status="${verdict.status}">${mutant.location.start.line}:${mutant.location.start.column} ${mutant.operator} <code>${change(mutant)}</code> ${status}${why(one, tests)}</li>
`
}

function why({ verdict }: Judged, tests: ReadonlyMap<TestId, TestCase>): string {
  const killer = verdict.killedBy[0]
  const test = killer === undefined ? undefined : tests.get(killer)
  if (test) return ` by ${cut(testName(test), 80)}`
  return verdict.reason === undefined ? '' : `: ${cut(stripAnsi(verdict.reason), 80)}`
}

function place(file: string, { location }: Judged['mutant']): string {
  return `${file}:${location.start.line}:${location.start.column}`
}

/** `original → replacement`, both on one line and cut. */
export function change({ original, replacement }: Pick<Judged['mutant'], 'original' | 'replacement'>): string {
  return `${cut(original, CODE_LENGTH)} → ${replacement === '' ? '(removed)' : cut(replacement, CODE_LENGTH)}`
}

function cut(code: string, length: number): string {
  const flat = code.slice(0, 4 * length).replace(/\s+/g, ' ').trim()
  return flat.length > length || code.length > 4 * length ? `${flat.slice(0, length - 1)}…` : flat
}
