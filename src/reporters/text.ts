/** The report on standard output: survivors as diffs, scores by file, and what to do next. */
import { join } from 'node:path'
import type { Reporter } from '../model/reporter.js'
import type { RunResult } from '../model/result.js'
import { detected, score, scoreOfCovered } from '../model/score.js'
import { finerSurvivors, pseudoTested, type PseudoTested } from '../outcome/pseudo-tested.js'
import type { ReporterContext } from './context.js'
import { displayPath } from './files.js'
import { REVIEW_FILE } from './file-names.js'
import { toLines } from './lines.js'
import { noteLine } from './notes.js'
import { shellWord } from './shell.js'
import type { Judged, Summary, SurvivorGroup } from './summary.js'
import { broughtIn, formatDuration, formatScore, only, summarise, survivorGroups } from './summary.js'
import { colours, columnsOf, print, safe, wrap } from './terminal.js'
import { invalid, notCompiling, notCovered, slowest, suppressed, timeouts } from './text-details.js'
import type { TextStyle } from './text-style.js'
import { comparisonParts } from './comparison.js'
import { comparison } from './text-comparison.js'
import { survivorLines } from './text-survivor.js'
import { scoreTable } from './text-table.js'
import { plural } from '../common/plural.js'

/** Survivors after which a screen shows no more: nobody reads on, and the reports hold them all. */
const ENOUGH = 100

export function createTextReporter(context: ReporterContext): Reporter {
  return {
    name: 'text',
    async onFinish(result) {
      const { stdout, env } = context
      const style: TextStyle = {
        chalk: colours(stdout, env),
        columns: columnsOf(stdout),
        terminal: stdout.isTTY === true,
        all: context.all,
      }
      const page = context.names.includes('html') ? displayPath(join(context.out, REVIEW_FILE)) : undefined
      await print(stdout, `${textReport(result, style, page)}\n`)
    },
  }
}

/** The whole report; `page` is the path of the HTML report, when there is one. */
export function textReport(result: RunResult, style: TextStyle, page: string | undefined): string {
  const summary = summarise(result)
  const groups = survivorGroups(result, summary)
  const brought = broughtIn(result)
  // Lines that go to a file are left whole, for whoever searches there.
  const wrapped = (line: string) => (style.terminal ? wrap(line, style.columns) : [line])
  const sections = [
    survivors(result, summary, groups, style),
    notCovered(brought && !style.all ? only(summary, brought.has) : summary, style),
    ...(result.brought?.compared ? [comparison(result.brought.compared, summary, style)] : []),
    timeouts(summary, style),
    invalid(summary, style),
    notCompiling(summary, style),
    slowest(summary, style),
    scoreTable(summary, style),
    [...counts(result, summary, style).flatMap(wrapped), ...suppressed(summary, style)],
    result.notes.flatMap((note) => wrapped(noteLine(note, style.chalk))),
    nextSteps(summary, groups[0]?.survivors[0], style, page, result.brought?.since).flatMap(wrapped),
  ]
  return sections.filter((lines) => lines.length > 0).map((lines) => `\n${lines.join('\n')}`).join('\n')
}

/** What `mutate diff` prints of a result that is compared with an earlier one. */
export function comparisonReport(result: RunResult, style: TextStyle): string {
  const summary = summarise(result)
  const compared = result.brought?.compared
  if (!compared) return ''
  const fresh = only(summary, broughtIn(result)!.has)
  const sections = [
    survivors(result, summary, survivorGroups(result, summary), style),
    notCovered(fresh, style),
    comparison(compared, summary, style),
    wrap(comparisonParts(compared, fresh).join(', '), style.terminal ? style.columns : Infinity),
  ]
  return sections.filter((lines) => lines.length > 0).map((lines) => `\n${lines.join('\n')}`).join('\n')
}

function survivors(result: RunResult, summary: Summary, groups: readonly SurvivorGroup[], style: TextStyle): string[] {
  if (groups.length === 0) return [noSurvivors(summary, style)]
  const lines = new Map(result.sources.map((source) => [source.path, toLines(source.text)]))
  const tests = new Map(result.tests.map((test) => [test.id, test]))
  const { chalk, all } = style
  const pseudo = pseudoTested(summary.judged)
  const listed = (some: readonly SurvivorGroup[]) => (all ? some : shown(withoutFiner(some, pseudo)))
    .flatMap((group) => (all ? group.survivors.map((one) => ({ one, more: 0 })) : onePerLine(group)))
    .flatMap(({ one, more }) =>
      ['', ...survivorLines({ one, more, pseudo: pseudo.get(one.mutant.id) }, lines.get(one.mutant.file), tests, style)])
  if (!result.brought) {
    return [chalk.bold(`${plural(summary.total.Survived, 'survivor')}: changes to the code that no test noticed`), ...listed(groups), ...hidden(withoutFiner(groups, pseudo), style)]
  }
  const [brought, before] = [groups.filter((group) => group.brought), groups.filter((group) => !group.brought)]
  const count = countOf(before)
  return [
    ...(brought.length > 0
      ? [chalk.bold(`${plural(countOf(brought), 'survivor')} that the change since ${safe(result.brought.since)} brings`), ...listed(brought)]
      : [chalk.green(`The change since ${safe(result.brought.since)} brings no survivor.`)]),
    ...hidden(withoutFiner(brought, pseudo), style),
    ...(count > 0 ? ['', all ? chalk.bold(`${plural(count, 'survivor')} that ${count === 1 ? 'was' : 'were'} there before`) : chalk.dim(`${plural(count, 'survivor')} ${count === 1 ? 'was' : 'were'} there before; --all shows ${count === 1 ? 'it' : 'them'}`)] : []),
    ...(all ? listed(before) : []),
  ]
}

function countOf(groups: readonly SurvivorGroup[]): number {
  return groups.reduce((sum, { survivors }) => sum + survivors.length, 0)
}

/** The groups without the survivors that another one of them stands for. */
function withoutFiner(groups: readonly SurvivorGroup[], pseudo: ReadonlyMap<string, PseudoTested>): SurvivorGroup[] {
  const listed = new Map(groups.flatMap(({ survivors }) => survivors).flatMap(({ mutant: { id } }) => {
    const found = pseudo.get(id)
    return found ? [[id, found] as const] : []
  }))
  const behind = finerSurvivors(listed)
  return groups
    .map((group) => ({ ...group, survivors: group.survivors.filter(({ mutant }) => !behind.has(mutant.id)) }))
    .filter(({ survivors }) => survivors.length > 0)
}

/** How many survivors are not shown: because another one on their line is, or because there are too many. */
function hidden(groups: readonly SurvivorGroup[], { chalk, all }: TextStyle): string[] {
  if (all) return []
  const listed = shown(groups)
  const behind = countOf(listed) - listed.flatMap(onePerLine).length
  const left = countOf(groups) - countOf(listed)
  const parts = [
    ...(behind > 0 ? [`${plural(behind, 'more survivor')} on these lines`] : []),
    ...(left > 0 ? [`${plural(left, 'more survivor')} in ${plural(groups.length - listed.length, 'other function')}`] : []),
  ]
  return parts.length === 0 ? [] : ['', chalk.dim(`${parts.join(', ')}; --all shows ${behind + left === 1 ? 'it' : 'them'}`)]
}

/** The most useful groups, up to the one with which there are enough to look at. */
function shown(groups: readonly SurvivorGroup[]): readonly SurvivorGroup[] {
  let count = 0
  return groups.filter((group) => {
    if (count >= ENOUGH) return false
    count += onePerLine(group).length
    return true
  })
}

/** The most useful survivor of each line, with the number of the others there. */
function onePerLine({ survivors }: SurvivorGroup): { one: Judged; more: number }[] {
  const byLine = new Map<number, { one: Judged; more: number }>()
  for (const one of survivors) {
    const line = one.mutant.location.start.line
    const shown = byLine.get(line)
    if (shown) shown.more++
    else byLine.set(line, { one, more: 0 })
  }
  return [...byLine.values()]
}

function noSurvivors({ total }: Summary, { chalk }: TextStyle): string {
  const judged = detected(total)
  if (judged > 0 && total.Pending > 0) {
    return `No survivors so far: ${judged} ${judged === 1 ? 'mutant was' : 'mutants were'} noticed, and ${total.Pending} not judged.`
  }
  if (judged > 0) return chalk.green(`No survivors: every mutant that a test reaches was noticed (${judged} of ${judged}).`)
  if (total.NoCoverage > 0) return 'No survivors, but only because no test reaches any mutant.'
  return 'Nothing was judged, so there is no score.'
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
  return [
    `Score ${chalk.bold(formatScore(all))}${percent(all)}, of covered code ${chalk.bold(formatScore(covered))}${percent(covered)}`,
    `${plural(result.mutants.length, 'mutant')}: ${parts.join(', ')}`,
    duration(result),
    ...(result.interrupted
      ? [chalk.yellow('The run was stopped before every mutant was judged; the scores tell about the judged ones.')]
      : []),
  ]
}

/** How long the run took, with its parts where they are known: a run that was stopped early has none. */
function duration({ timings: { total, dryRun, judging, checking } }: RunResult): string {
  if (dryRun === 0) return formatDuration(total)
  const after = checking === undefined ? '' : `, looking at survivors again ${formatDuration(checking)}`
  return `${formatDuration(total)} (dry run ${formatDuration(dryRun)}, judging ${formatDuration(judging)}${after})`
}

function percent(value: number | undefined): string {
  return value === undefined ? '' : ' %'
}

function nextSteps(
  summary: Summary, first: Judged | undefined, { chalk }: TextStyle, page: string | undefined, since: string | undefined,
): string[] {
  const { judged, total } = summary
  const open = page === undefined ? '' : ` See all in ${chalk.bold(safe(page))}`
  const place = ({ mutant }: Judged) => `${safe(mutant.file)}:${mutant.location.start.line}`
  if (first) {
    return [
      `Show the first one:  ${chalk.bold(`mutate show ${first.mutant.id}`)}`,
      `Judge it again:      ${chalk.bold(`mutate ${shellWord(place(first))}`)}`,
      `Verify it:           ${chalk.bold(`mutate verify ${first.mutant.id}`)} (plain tests on a changed copy)`,
      `Next: add a test that notices the change at ${chalk.bold(place(first))}.${open}`,
    ]
  }
  const uncovered = judged.find((one) => one.verdict.status === 'NoCoverage')
  if (uncovered) return [`Next: write a test that reaches ${chalk.bold(place(uncovered))}.${open}`]
  if (total.Pending > 0) return ['Next: run again to judge the rest.']
  if (detected(total) > 0) return [`Nothing left to do here.${open}`]
  if (since !== undefined && judged.length === 0) return [`Nothing to do: the change since ${safe(since)} holds nothing to mutate.`]
  return [`Next: name other files or lines: ${chalk.bold('mutate list')} shows what can be mutated.`]
}
