/** `mutation.md`: a comment for a pull request, and the summary of a job: survivors first, then scores. */
import type { Reporter } from '../../model/reporter.js'
import type { GoneMutant, RunResult } from '../../model/result.js'
import { score, scoreOfCovered } from '../../model/score.js'
import { advice } from '../advice.js'
import type { ReporterContext } from '../context.js'
import { comparisonParts } from '../comparison.js'
import { mutantDiff } from '../diff.js'
import { MARKDOWN_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import { toLines } from '../lines.js'
import type { Judged, Summary } from '../summary.js'
import { broughtIn, formatScore, only, ranges, summarise, testName } from '../summary.js'
import { crop, fit, safe } from '../terminal.js'
import { commonIndent, shorten } from '../text-diff.js'
import { findings } from './findings.js'
import { plural } from '../../common/plural.js'

/** Whoever posts the comment looks for this line, to replace the old one. */
export const MARKER = '<!-- mutate-report -->'

/** A comment holds 65,536 characters. */
const COMMENT_SIZE = 60_000

/** So many survivors are shown with their diff. */
const DIFFS = 10

/** The name of a test is cut at this many columns. */
const NAME_LENGTH = 120

/** So many files stand in the table of scores. */
const FILES = 50

export function createMarkdownReporter(context: ReporterContext): Reporter {
  return {
    name: 'markdown',
    async onFinish(result) {
      await writeReport(context.out, MARKDOWN_FILE, markdown(result, COMMENT_SIZE))
    },
  }
}

/** The whole text, at most `size` bytes of UTF-8. What does not fit is left out section by section, and that is said. */
export function markdown(result: RunResult, size: number): string {
  const summary = summarise(result)
  const { survived } = findings(result, summary)
  const brought = broughtIn(result)
  const fresh = brought ? survived.filter(brought.has) : survived
  const old = brought ? survived.filter((one) => !brought.has(one)) : []
  const rest = fresh.slice(DIFFS)
  const sections = [
    MARKER,
    heading(result, summary, fresh.length),
    ...fresh.slice(0, DIFFS).map((one) => survivor(one, result)),
    ...(rest.length > 0 ? [details(`${rest.length} more`, byFile(rest, 'survivor'))] : []),
    ...(brought ? uncovered(only(summary, brought.has), 'that the change brings and no test reaches') : uncovered(summary, 'in code that no test reaches')),
    ...compared(result, summary),
    ...(old.length > 0 ? [details(`${plural(old.length, 'survivor')} ${old.length === 1 ? 'was' : 'were'} there before`, byFile(old, 'survivor'))] : []),
    scores(summary),
    ...result.notes.filter((note) => note.level === 'warning').map((note) => `> ${text(note.text)}`),
  ]
  const cut = '_The rest is left out: it does not fit here._\n'
  let used = Buffer.byteLength(cut)
  const kept: string[] = []
  for (const section of sections) {
    used += Buffer.byteLength(section) + 2
    if (used > size) return `${kept.join('\n\n')}\n\n${cut}`
    kept.push(section)
  }
  return `${kept.join('\n\n')}\n`
}

/** `fresh` is the number of survivors that the title is about: those of the change, or all. */
function heading({ brought }: RunResult, { total, judged }: Summary, fresh: number): string {
  const value = score(total)
  const covered = scoreOfCovered(total)
  const since = brought ? ` since ${text(brought.since)}` : ''
  const title = fresh > 0
    ? brought ? `${plural(fresh, 'new survivor')}${since}` : `${plural(fresh, 'change')} to the code that no test noticed`
    : value === undefined ? 'Nothing was judged' : brought ? `No new survivors${since}` : 'No survivors'
  const percent = (one: number | undefined) => (one === undefined ? 'n/a' : `${formatScore(one)} %`)
  return [
    `### Mutation testing: ${title}`,
    '',
    `Score **${percent(value)}**, of covered code **${percent(covered)}** · ${plural(judged.length, 'mutant')}: ` +
      `${total.Killed} killed, ${total.Survived} survived, ${total.NoCoverage} without a test, ${total.Timeout} timed out`,
  ].join('\n')
}

function survivor(one: Judged, result: RunResult): string {
  const { mutant, verdict } = one
  const source = result.sources.find((each) => each.path === mutant.file)
  const first = result.tests.find((test) => test.id === verdict.coveredBy[0])
  const reached = first === undefined
    ? []
    : ['', `Reached by ${plural(verdict.coveredBy.length, 'test')}, for example ${code(fit(`${first.file}: ${testName(first)}`, NAME_LENGTH))}.`]
  return [
    `**${code(`${mutant.file}:${mutant.location.start.line}`)}** ${text(mutant.operator)}${mutant.scope === '' ? '' : ` in ${code(mutant.scope)}`}`,
    '',
    ...(source ? [diffBlock(one, source.text), ''] : []),
    text(advice(mutant), true),
    ...reached,
  ].join('\n')
}

function diffBlock({ mutant }: Judged, source: string): string {
  const diff = mutantDiff(toLines(source), mutant)
  const indent = commonIndent(diff)
  const lines = shorten(diff).map((line) => {
    if (typeof line === 'string') return `  ${line}`
    const mark = line.mark && { from: Math.max(0, line.mark.from - indent), to: Math.max(0, line.mark.to - indent) }
    const sign = line.kind === 'removed' ? '-' : line.kind === 'added' ? '+' : ' '
    return `${sign} ${safe(crop(line.text.slice(indent), mark, 200).text)}`
  })
  const fence = '`'.repeat(Math.max(3, longestTicks(lines.join('\n')) + 1))
  return [`${fence}diff`, ...lines, fence].join('\n')
}

/** A list of files with the lines of these mutants. */
function byFile(mutants: readonly { readonly mutant: GoneMutant }[], noun: string): string {
  const files = new Map<string, number[]>()
  for (const { mutant } of mutants) {
    const lines = files.get(mutant.file)
    if (lines) lines.push(mutant.location.start.line)
    else files.set(mutant.file, [mutant.location.start.line])
  }
  return [...files]
    .map(([file, lines]) => `- ${code(file)}: ${plural(lines.length, noun)}, ${new Set(lines).size === 1 ? 'line' : 'lines'} ${ranges(lines)}`)
    .join('\n')
}

function uncovered({ judged, total }: Summary, which: string): string[] {
  if (total.NoCoverage === 0) return []
  const open = judged.filter((one) => one.verdict.status === 'NoCoverage')
  return [details(`${plural(total.NoCoverage, 'mutant')} ${which}`, byFile(open, 'mutant'))]
}

/** What a comparison with an earlier report found; nothing without one. */
function compared(result: RunResult, summary: Summary): string[] {
  const brought = broughtIn(result)
  const comparison = result.brought?.compared
  if (!brought || !comparison) return []
  const noticed = new Set(comparison.noticed)
  const now = summary.judged.filter(({ mutant }) => noticed.has(mutant.id))
  return [
    `Compared with ${code(brought.since)}: ${comparisonParts(comparison, only(summary, brought.has)).join(', ')}.`,
    ...(now.length > 0 ? [details(`${plural(now.length, 'mutant')} newly noticed`, byFile(now, 'mutant'))] : []),
    ...(comparison.gone.length > 0
      ? [details(`${plural(comparison.gone.length, 'open mutant')} whose code is gone`, byFile(comparison.gone.map((mutant) => ({ mutant })), 'mutant'))]
      : []),
  ]
}

function scores({ files }: Summary): string {
  const rows = files.filter((file) => file.judged.length > 0)
  const table = [
    '| file | score | of covered | killed | survived | no test | timeout |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows.slice(0, FILES).map(({ path, counts }) =>
      `| ${code(path)} | ${formatScore(score(counts))} | ${formatScore(scoreOfCovered(counts))} | ${counts.Killed} | ${counts.Survived} | ${counts.NoCoverage} | ${counts.Timeout} |`),
    ...(rows.length > FILES ? ['', `and ${plural(rows.length - FILES, 'more file')}`] : []),
  ]
  return details('Scores by file', table.join('\n'))
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** Prose in which no character is markup, a mention or a reference. With `withCode`, what stands in single backticks is code. */
function text(prose: string, withCode = false): string {
  const parts = withCode ? prose.split(/(`[^`]*`)/) : [prose]
  return parts
    .map((part, i) =>
      i % 2 === 1
        ? code(part.slice(1, -1))
        : safe(part).replace(/[\\`*_[\]<>#|~@&$]|:(?=\/\/|\w)/g, (char) => (char === '@' ? '@<!-- -->' : `\\${char}`)),
    )
    .join('')
}

/** A code span, also inside a table; a vertical bar there ends the cell even in code. */
function code(source: string): string {
  const flat = safe(source.replace(/\s+/g, ' ')).replaceAll('|', '∣')
  const ticks = '`'.repeat(longestTicks(flat) + 1)
  const space = flat.startsWith('`') || flat.endsWith('`') || flat.trim() === '' ? ' ' : ''
  return `${ticks}${space}${flat === '' ? ' ' : flat}${space}${ticks}`
}

function longestTicks(source: string): number {
  return Math.max(0, ...(source.match(/`+/g) ?? []).map((run) => run.length))
}
