/** One survivor on the review page: the change, the evidence, the tests that overlooked it. */
import type { TestCase, TestId } from '../../model/test.js'
import { PSEUDO_TESTED, type PseudoTested } from '../../outcome/pseudo-tested.js'
import { advice } from '../advice.js'
import type { DiffLine } from '../diff.js'
import { mutantDiff } from '../diff.js'
import { evidence } from '../evidence.js'
import type { Piece } from '../highlight.js'
import { pieces } from '../highlight.js'
import type { Lines } from '../lines.js'
import { lineText } from '../lines.js'
import type { Judged } from '../summary.js'
import { testName } from '../summary.js'
import { crop, fit, stripAnsi } from '../terminal.js'
import { commonIndent, shorten } from '../text-diff.js'
import { shellWord } from '../shell.js'
import type { Markup } from './html.js'
import { html } from './html.js'
import { plural } from '../../common/plural.js'

/** So many unchanged lines around a change. */
const CONTEXT = 3

/** A longer line of source is cut around the change. */
const LINE_LENGTH = 300

/** The name of a test is cut at this many columns. */
const NAME_LENGTH = 160

/** So many tests are listed; the rest is counted. */
const TESTS_SHOWN = 3

export interface SurvivorParts {
  readonly sources: ReadonlyMap<string, Lines>
  readonly testSources: ReadonlyMap<string, Lines>
  readonly tests: ReadonlyMap<TestId, TestCase>
  /** The address of a source file in the explorer. */
  readonly explorer: (file: string) => string
  /** Functions that nothing is checked of, by the survivor that stands for each. */
  readonly pseudo: ReadonlyMap<string, PseudoTested>
}

export function survivorArticle(one: Judged, parts: SurvivorParts): Markup {
  const { id, file, operator, location, scope } = one.mutant
  const place = `${file}:${location.start.line}`
  const lines = parts.sources.get(file)
  // A report that was read back holds the evidence as the reason.
  const said = evidence(one) || stripAnsi(one.verdict.reason ?? '')
  return html`<article id="${id}" data-file="${file}" data-operator="${operator}" data-status="Survived">
<h3><a href="#${id}">${place}:${location.start.column}</a> ${operator}${scope !== '' && html` in <code>${scope}</code>`}</h3>
${lines && diffBlock(mutantDiff(lines, one.mutant, CONTEXT), place)}
<p><strong>${withCode(advice(one.mutant))}</strong></p>
${pseudoBlock(parts.pseudo.get(id))}${said !== '' && html`<p class="soft">${said}</p>
`}${testList(one, parts)}
<p class="soft">Judge it again: <code>mutate ${shellWord(place)}</code> · check it with the plain suite: <code>mutate verify ${id}</code> · <a href="${parts.explorer(file)}">${file} in the explorer</a> · <span class="id">${id}</span></p>
</article>
`
}

/** The survivors that this one stands for, with links to where they are listed. */
function pseudoBlock(pseudo: PseudoTested | undefined): Markup | undefined {
  if (!pseudo) return undefined
  const { finer } = pseudo
  const items = finer.map(({ mutant: { id, location, operator } }) =>
    html`<li><a href="#${id}">${location.start.line}:${location.start.column} ${operator}</a></li>
`)
  return html`<p>${sentence(PSEUDO_TESTED)}</p>
${finer.length > 0 && html`<details><summary>and ${plural(finer.length, 'finer mutant')} in it survived too</summary><ul>
${items}</ul></details>
`}`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** A sentence in which what stands in backticks is code. */
function withCode(sentence: string): Markup {
  return html`${sentence.split(/`([^`]*)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

function diffBlock(diff: readonly DiffLine[], place: string): Markup {
  const indent = commonIndent(diff)
  const rows = shorten(diff).map((line) => (typeof line === 'string' ? html`<span class="l soft">${line}</span>` : row(line, indent)))
  return html`<pre class="diff" tabindex="0" role="group" aria-label="Change at ${place}"><code>${rows}</code></pre>`
}

function row(line: DiffLine, indent: number): Markup {
  const mark = line.mark && { from: Math.max(0, line.mark.from - indent), to: Math.max(0, line.mark.to - indent) }
  const cut = crop(line.text.slice(indent), mark, LINE_LENGTH)
  const code = pieces(cut.text, cut.mark).map(piece)
  if (line.kind === 'removed') return html`<del><span class="hidden">removed: </span><b>${line.line} −</b>${code}</del>`
  if (line.kind === 'added') return html`<ins><span class="hidden">added: </span><b>+</b>${code}</ins>`
  return html`<span class="l"><b>${line.line}</b>${code}</span>`
}

const classes = { keyword: 'k', string: 's', number: 'n', comment: 'c' } as const

function piece({ text, kind, marked }: Piece): Markup {
  const coloured = kind === 'plain' ? html`${text}` : html`<span class="${classes[kind]}">${text}</span>`
  return marked ? html`<mark>${coloured}</mark>` : coloured
}

function testList(one: Judged, parts: SurvivorParts): Markup | undefined {
  const { coveredBy, receipt } = one.verdict
  const ids = coveredBy.length > 0 ? coveredBy : receipt.ran
  if (ids.length === 0) return undefined
  const tests = ids.slice(0, TESTS_SHOWN).flatMap((id) => parts.tests.get(id) ?? [])
  const more = ids.length - tests.length
  return html`<div>${one.verdict.static ? 'Runs while its module loads, for' : 'Reached by'} ${plural(ids.length, 'test')} without being noticed:
<ul>${tests.map((test) => testItem(test, parts))}${more > 0 && html`<li class="soft">and ${more} more</li>`}</ul></div>`
}

function testItem(test: TestCase, { testSources }: SurvivorParts): Markup {
  const lines = testSources.get(test.file)
  const text = lines && test.location ? lineText(lines, test.location.line - 1)?.trim() : undefined
  const place = test.location ? `${test.file}:${test.location.line}` : test.file
  return html`<li>${fit(testName(test), NAME_LENGTH)} <span class="soft">${place}</span>${text !== undefined && text !== '' && html`<br><code>${crop(text, undefined, 160).text}</code>`}</li>
`
}
