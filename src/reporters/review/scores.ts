/** Scores by folder and file as a table with bars. */
import type { Counts } from '../../model/score.js'
import { emptyCounts, score, scoreOfCovered } from '../../model/score.js'
import type { FileSummary, Summary } from '../summary.js'
import { formatScore } from '../summary.js'
import { THRESHOLDS } from '../thresholds.js'
import type { Markup } from './html.js'
import { html } from './html.js'

interface Row {
  readonly name: string
  readonly depth: number
  readonly counts: Counts
  /** Path of the file; absent on folders. */
  readonly file?: string
}

/** `link` gives the address of a file. */
export function scoreTable(summary: Summary, link: (file: string) => string): Markup {
  const rows = summary.files.length === 0 ? [] : treeRows(summary.files)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Scores by folder and file"><table>
<thead><tr><th scope="col">Folder or file</th><th scope="col">Score</th><th scope="col">of covered</th><th scope="col">Killed</th><th scope="col">Survived</th><th scope="col">No test</th><th scope="col">Timeout</th><th scope="col">Other</th></tr></thead>
<tbody>
${rows.map((row) => tableRow(row, link))}${tableRow({ name: 'All files', depth: 0, counts: summary.total }, link)}</tbody></table></div>
`
}

function tableRow({ name, depth, counts, file }: Row, link: (file: string) => string): Markup {
  const others = counts.RuntimeError + counts.CompileError + counts.Ignored + counts.Pending
  return html`<tr${file === undefined && html` class="folder"`}><th scope="row" style="padding-left:${depth + 0.5}rem">${file === undefined ? name : html`<a href="${link(file)}">${name}</a>`}</th>
<td>${percent(score(counts), true)}</td><td>${percent(scoreOfCovered(counts), false)}</td>
<td>${counts.Killed}</td><td>${counts.Survived}</td><td>${counts.NoCoverage}</td><td>${counts.Timeout}</td><td>${others}</td></tr>
`
}

function percent(value: number | undefined, bar: boolean): Markup {
  if (value === undefined) return html`<span class="soft">n/a</span>`
  return html`${bar && html`<span class="bar" aria-hidden="true"><i style="width:${value.toFixed(1)}%"></i></span>`}<span class="${grade(value)}">${formatScore(value)}</span>`
}

/** The class of a score: good, fair or bad. */
export function grade(value: number): 'good' | 'fair' | 'bad' {
  return value >= THRESHOLDS.high ? 'good' : value >= THRESHOLDS.low ? 'fair' : 'bad'
}

/** Files under their folders; a chain of folders with nothing else in them is one row. */
function treeRows(files: readonly FileSummary[], depth = 0, prefix = ''): Row[] {
  const groups = new Map<string, FileSummary[]>()
  for (const file of files) {
    const rest = file.path.slice(prefix.length)
    const slash = rest.indexOf('/')
    const key = slash === -1 ? rest : rest.slice(0, slash + 1)
    const group = groups.get(key)
    if (group) group.push(file)
    else groups.set(key, [file])
  }
  return [...groups].flatMap(([key, group]) => {
    const first = group[0]
    if (first && !key.endsWith('/')) return [{ name: key, depth, counts: first.counts, file: first.path }]
    const folder = longestFolder(group, prefix + key)
    const row = { name: folder.slice(prefix.length), depth, counts: add(group) }
    return [row, ...treeRows(group, depth + 1, folder)]
  })
}

function longestFolder(files: readonly FileSummary[], start: string): string {
  let folder = start
  for (;;) {
    const rests = files.map((file) => file.path.slice(folder.length))
    const next = rests[0]?.slice(0, rests[0].indexOf('/') + 1) ?? ''
    if (next === '' || !rests.every((rest) => rest.startsWith(next))) return folder
    folder += next
  }
}

function add(files: readonly FileSummary[]): Counts {
  const sum = emptyCounts()
  for (const { counts } of files) {
    for (const status of Object.keys(sum) as (keyof Counts)[]) sum[status] += counts[status]
  }
  return sum
}
