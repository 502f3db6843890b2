/** `mutation.md`: a comment for a pull request, and the summary of a job: survivors first, then scores. */
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import { score, scoreOfCovered } from '../../model/score.js'
import { advice } from '../advice.js'
import type { ReporterContext } from '../context.js'
import { mutantDiff } from '../diff.js'
import { MARKDOWN_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import { toLines } from '../lines.js'
import type { Judged, Summary } from '../summary.js'
import { formatScore, plural, ranges, summarise, testName } from '../summary.js'
import { crop, safe } from '../terminal.js'
import { commonIndent, shorten } from '../text-diff.js'
import { findings } from './findings.js'

/** Whoever posts the comment looks for this line, to replace the old one. */
export const MARKER = '<!-- mutate-report -->'

/** A comment holds 65,536 characters. */
const COMMENT_SIZE = 60_000

/** So many survivors are shown with their diff. */
const DIFFS = 10

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
  const sections = [
    MARKER,
    heading(summary),
    ...survived.slice(0, DIFFS).map((one) => survivor(one, result)),
    ...(survived.length > DIFFS ? [others(survived.slice(DIFFS))] : []),
    ...uncovered(summary),
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

function heading({ total, judged }: Summary): string {
  const value = score(total)
  const covered = scoreOfCovered(total)
  const title = total.Survived > 0
    ? `${plural(total.Survived, 'change')} to the code that no test noticed`
    : value === undefined ? 'Nothing was judged' : 'No survivors'
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
    : ['', `Reached by ${plural(verdict.coveredBy.length, 'test')}, for example ${code(`${first.file}: ${testName(first)}`)}.`]
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

function others(survivors: readonly Judged[]): string {
  const byFile = new Map<string, number[]>()
  for (const { mutant } of survivors) byFile.set(mutant.file, [...(byFile.get(mutant.file) ?? []), mutant.location.start.line])
  const items = [...byFile].map(([file, lines]) => `- ${code(file)}: ${plural(lines.length, 'survivor')}, ${new Set(lines).size === 1 ? 'line' : 'lines'} ${ranges(lines)}`)
  return details(`${survivors.length} more`, items.join('\n'))
}

function uncovered({ files, total }: Summary): string[] {
  if (total.NoCoverage === 0) return []
  const items = files.filter((file) => file.counts.NoCoverage > 0).map((file) => {
    const lines = file.judged.filter((one) => one.verdict.status === 'NoCoverage').map((one) => one.mutant.location.start.line)
    return `- ${code(file.path)}: ${plural(lines.length, 'mutant')}, ${new Set(lines).size === 1 ? 'line' : 'lines'} ${ranges(lines)}`
  })
  return [details(`${plural(total.NoCoverage, 'mutant')} in code that no test reaches`, items.join('\n'))]
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
