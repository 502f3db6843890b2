/** The report on standard output: survivors as diffs, scores by file, and what to do next. */
import { join } from 'node:path'
import type { Reporter } from '../model/reporter.js'
import type { RunResult } from '../model/result.js'
import type { ReporterContext } from './context.js'
import { displayPath } from './files.js'
import { EXPLORER_FILE } from './html.js'
import { noteLine } from './notes.js'
import type { Summary } from './summary.js'
import { formatDuration, formatScore, plural, ranges, summarise } from './summary.js'
import { detected, score, scoreOfCovered } from '../model/score.js'
import { scoreTable } from './text-table.js'
import { survivorLines } from './text-survivor.js'
import type { TextStyle } from './text-style.js'
import { colours, columnsOf, fitMiddle, print, safe } from './terminal.js'

export function createTextReporter(context: ReporterContext): Reporter {
  return {
    name: 'text',
    async onFinish(result) {
      const { stdout, env } = context
      const style = { chalk: colours(stdout, env), columns: columnsOf(stdout), terminal: stdout.isTTY === true }
      const page = context.names.includes('html') ? displayPath(join(context.out, EXPLORER_FILE)) : undefined
      await print(stdout, `${textReport(result, style, page)}\n`)
    },
  }
}

/** The whole report; `page` is the path of the HTML report, when there is one. */
export function textReport(result: RunResult, style: TextStyle, page: string | undefined): string {
  const summary = summarise(result)
  const sections = [
    survivors(result, summary, style),
    notCovered(summary, style),
    scoreTable(summary, style),
    counts(result, summary, style),
    result.notes.map((note) => noteLine(note, style.chalk)),
    [nextStep(summary, style, page)],
  ]
  return sections.filter((lines) => lines.length > 0).map((lines) => `\n${lines.join('\n')}`).join('\n')
}

function survivors(result: RunResult, summary: Summary, style: TextStyle): string[] {
  const survived = summary.judged.filter((one) => one.verdict.status === 'Survived')
  if (survived.length === 0) return [noSurvivors(summary, style)]
  const heading = `${plural(survived.length, 'survivor')}: changes to the code that no test noticed`
  return [style.chalk.bold(heading), ...survivorLines(result, survived, style)]
}

function noSurvivors({ total }: Summary, { chalk }: TextStyle): string {
  const judged = detected(total)
  if (judged > 0) return chalk.green(`No survivors: every mutant that a test reaches was noticed (${judged} of ${judged}).`)
  if (total.NoCoverage > 0) return 'No survivors, but only because no test reaches any mutant.'
  return 'Nothing was judged, so there is no score.'
}

function notCovered(summary: Summary, style: TextStyle): string[] {
  if (summary.total.NoCoverage === 0) return []
  const { chalk } = style
  const files = summary.files.filter((file) => file.counts.NoCoverage > 0)
  const pathWidth = Math.min(Math.max(...files.map((file) => file.path.length)), Math.floor(style.columns / 2))
  const lines = files.map((file) => {
    const numbers = file.judged
      .filter((one) => one.verdict.status === 'NoCoverage')
      .map((one) => one.mutant.location.start.line)
    const path = fitMiddle(safe(file.path), pathWidth).padEnd(pathWidth)
    const count = String(file.counts.NoCoverage).padStart(5)
    return `${path} ${count}  ${chalk.dim(shortRanges(numbers, style.columns - pathWidth - 8))}`
  })
  return [chalk.bold(`${plural(summary.total.NoCoverage, 'mutant')} in code that no test reaches, by line:`), ...lines]
}

function shortRanges(numbers: readonly number[], width: number): string {
  const all = ranges(numbers)
  if (all.length <= width) return all
  const cut = all.lastIndexOf(',', width - 3)
  return `${cut === -1 ? '' : all.slice(0, cut)}, …`
}

function counts(result: RunResult, { total }: Summary, { chalk }: TextStyle): string[] {
  const covered = scoreOfCovered(total)
  const all = score(total)
  const parts = [
    `${total.Killed} killed`,
    `${total.Survived} survived`,
    `${total.NoCoverage} not covered`,
    ...(total.Timeout > 0 ? [`${total.Timeout} timed out`] : []),
    ...(total.RuntimeError > 0 ? [plural(total.RuntimeError, 'runtime error')] : []),
    ...(total.CompileError > 0 ? [plural(total.CompileError, 'compile error')] : []),
    ...(total.Ignored > 0 ? [`${total.Ignored} ignored`] : []),
    ...(total.Pending > 0 ? [`${total.Pending} not run`] : []),
  ]
  const mutants = plural(result.mutants.length, 'mutant')
  return [
    `Score ${chalk.bold(formatScore(all))}${percent(all)}, of covered code ${chalk.bold(formatScore(covered))}${percent(covered)}`,
    `${mutants}: ${parts.join(', ')}`,
    `${formatDuration(result.timings.total)} (dry run ${formatDuration(result.timings.dryRun)}, ` +
      `judging ${formatDuration(result.timings.judging)})`,
    ...(result.interrupted
      ? [chalk.yellow('The run was stopped before every mutant was judged; the scores tell about the judged ones.')]
      : []),
  ]
}

function percent(value: number | undefined): string {
  return value === undefined ? '' : ' %'
}

function nextStep({ judged, total }: Summary, { chalk }: TextStyle, page: string | undefined): string {
  const first = judged.find((one) => one.verdict.status === 'Survived')
  const uncovered = judged.find((one) => one.verdict.status === 'NoCoverage')
  const open = page === undefined ? '' : ` See all in ${chalk.bold(safe(page))}`
  const at = (one: (typeof judged)[number]) =>
    chalk.bold(`${safe(one.mutant.file)}:${one.mutant.location.start.line}`)
  if (first) return `Next: add a test that notices the change at ${at(first)}.${open}`
  if (uncovered) return `Next: write a test that reaches ${at(uncovered)}.${open}`
  if (total.Pending > 0) return 'Next: run again to judge the rest.'
  if (detected(total) > 0) return `Nothing left to do here.${open}`
  return 'Next: name source files that your tests load, e.g. mutate src'
}
