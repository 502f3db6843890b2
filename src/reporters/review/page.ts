/** `index.html`: what a reviewer should look at first, in one file that needs no JavaScript and no network. */
import type { RunResult } from '../../model/result.js'
import { score, scoreOfCovered } from '../../model/score.js'
import { finerSurvivors, pseudoTested } from '../../outcome/pseudo-tested.js'
import { scriptHash } from '../explorer.js'
import { toLines } from '../lines.js'
import type { Judged, Summary } from '../summary.js'
import { broughtIn, formatDuration, formatScore, only, summarise, survivorGroups } from '../summary.js'
import type { Markup } from './html.js'
import { html, Markup as RawMarkup } from './html.js'
import { comparisonPart } from './comparison.js'
import { everyMutant, suppressedList, uncoveredList } from './lists.js'
import { grade, scoreTable } from './scores.js'
import { SCRIPT } from './script.js'
import { STYLE } from './style.js'
import type { SurvivorParts } from './survivor.js'
import { survivorArticle } from './survivor.js'
import { plural } from '../../common/plural.js'

/** So many survivors are shown with their diff; the others stand in the list of every mutant. */
const DIFFS_SHOWN = 400

/** The page; `explorer` is the address of the explorer. */
export function reviewPage(result: RunResult, explorer: string): string {
  const summary = summarise(result)
  const pseudo = pseudoTested(summary.judged)
  const behind = finerSurvivors(pseudo)
  const survivors = survivorGroups(result, summary).flatMap((group) => group.survivors)
    .filter((one) => !behind.has(one.mutant.id) || broughtIn(result)?.has(one) === true)
  const shown = survivors.slice(0, DIFFS_SHOWN)
  const link = explorerLinks(summary, explorer)
  const brought = broughtIn(result)
  const tests = new Map(result.tests.map((test) => [test.id, test]))
  const parts: SurvivorParts = {
    sources: new Map(result.sources.map((source) => [source.path, toLines(source.text)])),
    testSources: new Map(result.testSources.map((source) => [source.path, toLines(source.text)])),
    tests,
    explorer: link,
    pseudo,
  }
  const name = result.root.split(/[\\/]/).findLast((part) => part !== '') ?? 'project'
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${new RawMarkup(scriptHash(SCRIPT))}">
<meta name="color-scheme" content="light dark">
<title>${name}: ${headline(result, summary)}</title>
<link rel="icon" href="data:,">
<style>${new RawMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the survivors</a>
<header>
<h1>${name}: ${headline(result, summary)}</h1>
${facts(summary, result)}
<p class="noprint"><a href="#scores">Scores by file</a> · <a href="#every">Every mutant</a> · <a href="${explorer}">Explorer: every mutant in its source</a></p>
${result.interrupted && html`<p class="fair">The run was stopped before every mutant was judged; the scores tell about the judged ones.</p>`}
</header>
<main id="main">
${filters(survivors, summary)}${survivorSections(result, summary, survivors, shown, parts)}${uncoveredList(brought ? only(summary, (one) => !brought.has(one)) : summary)}<section aria-labelledby="scores"><h2 id="scores">Scores by folder and file</h2>
${scoreTable(summary, link)}</section>
${suppressedList(summary)}${everyMutant(summary, new Set(shown.map((one) => one.mutant.id)), tests)}${notes(result)}</main>
<footer><p>${result.runner.name} ${result.runner.version} · ${formatDuration(result.timings.total)} · made by mutate</p></footer>
<script>${new RawMarkup(SCRIPT)}</script>
</body>
</html>
`
  return page.text
}

function headline(result: RunResult, summary: Summary): string {
  const { total, judged } = summary
  const brought = broughtIn(result)
  const fresh = brought ? only(summary, brought.has).total.Survived : total.Survived
  if (judged.length === 0) return 'no mutant'
  if (fresh > 0) return `${plural(fresh, 'change')} to the code that no test noticed${brought ? `, new since ${brought.since}` : ''}`
  if (score(total) === undefined) return 'nothing was judged'
  if (brought) return `no new survivors since ${brought.since}`
  return total.NoCoverage > 0 ? `no survivors, ${plural(total.NoCoverage, 'mutant')} without a test` : 'no survivors'
}

function facts({ total }: Summary, result: RunResult): Markup {
  const all = score(total)
  const covered = scoreOfCovered(total)
  const fact = (term: string, value: string | number, kind = '') => html`<div><dt>${term}</dt><dd class="${kind}">${value}</dd></div>`
  const percent = (value: number | undefined) => `${formatScore(value)}${value === undefined ? '' : ' %'}`
  return html`<dl class="facts">
${fact('Score', percent(all), all === undefined ? 'soft' : grade(all))}${fact('of covered code', percent(covered), covered === undefined ? 'soft' : grade(covered))}
${fact('Mutants', result.mutants.length)}${fact('Killed', total.Killed)}${fact('Survived', total.Survived, total.Survived > 0 ? 'bad' : '')}${fact('No test', total.NoCoverage)}${fact('Timeout', total.Timeout)}
${total.RuntimeError + total.CompileError > 0 && fact('Not judgeable', total.RuntimeError + total.CompileError)}${total.Ignored > 0 && fact('Ignored', total.Ignored)}${total.Pending > 0 && fact('Not run', total.Pending)}
</dl>`
}

/** One list of survivors; two where it is known what a change brings, and that comes first. */
function survivorSections(
  result: RunResult, summary: Summary, survivors: readonly Judged[], shown: readonly Judged[], parts: SurvivorParts,
): Markup {
  const brought = broughtIn(result)
  const hidden = survivors.length - shown.length
  const more = hidden > 0 && html`<p>${plural(hidden, 'more survivor')} below, in <a href="#every">every mutant</a>.</p>`
  const articles = (some: readonly Judged[]) => some.map((one) => survivorArticle(one, parts))
  if (!brought) {
    return html`<section aria-labelledby="survivors"><h2 id="survivors">${survivors.length === 0 ? 'No survivors' : 'Survivors, the most telling first'}</h2>
${articles(shown)}${more}</section>
`
  }
  const old = shown.filter((one) => !brought.has(one))
  const fresh = only(summary, brought.has)
  return html`<section aria-labelledby="survivors"><h2 id="survivors">What the change since <code>${brought.since}</code> brings</h2>
${comparisonPart(result, summary, fresh)}${fresh.total.Survived === 0 && html`<p>${nothingSurvives(fresh)}</p>
`}${articles(shown.filter(brought.has))}${uncoveredList(fresh, 'new-uncovered', 'New, and not reached by any test', 3)}</section>
${(old.length > 0 || hidden > 0) && html`<section data-group aria-labelledby="before"><h2 id="before">Survivors that were there before</h2>
${articles(old)}${more}</section>
`}`
}

function nothingSurvives({ judged }: Summary): string {
  return judged.length === 0 ? 'No new mutant: nothing that could be changed is new.' : 'No survivor: tests notice every new mutant that they reach.'
}

/** Hidden until the script shows it: without JavaScript it could do nothing. */
function filters(survivors: readonly Judged[], summary: Summary): Markup {
  const files = summary.files.filter((file) => file.judged.length > 0).map((file) => file.path)
  const operators = [...new Set(summary.judged.map((one) => one.mutant.operator))].sort()
  const statuses = [...new Set(summary.judged.map((one) => one.verdict.status))].sort()
  const select = (label: string, name: string, values: readonly string[]) =>
    html`<label>${label}<select name="${name}"><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>
`
  return html`<form id="filters" hidden aria-label="Filter the mutants">
${select('File', 'file', files)}${select('Operator', 'operator', operators)}${select('Status', 'status', statuses)}<button type="reset">Show all</button>
<span id="shown" role="status" class="soft">${survivors.length}</span></form>
`
}

function notes({ notes }: RunResult): Markup | undefined {
  if (notes.length === 0) return undefined
  return html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2><ul>${notes.map((note) => html`<li>${note.level === 'warning' && html`<strong>Warning:</strong> `}${note.text}</li>`)}</ul></section>
`
}

/** The explorer names files from the folder they have in common. */
function explorerLinks({ files }: Summary, explorer: string): (file: string) => string {
  const folders = files.map((file) => file.path.split('/').slice(0, -1))
  let common = folders[0]?.length ?? 0
  for (const folder of folders) {
    let same = 0
    while (same < common && folder[same] === folders[0]?.[same]) same++
    common = same
  }
  return (file) => `${explorer}#mutant/${file.split('/').slice(common).map(encodeURIComponent).join('/')}`
}
