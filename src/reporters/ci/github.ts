/** GitHub Actions: the most useful survivors as annotations, a summary of the job, and outputs of the step. */
import { appendFile, stat } from 'node:fs/promises'
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import { score, scoreOfCovered } from '../../model/score.js'
import type { ReporterContext } from '../context.js'
import type { Judged } from '../summary.js'
import { broughtIn, formatScore, only, summarise } from '../summary.js'
import { print, safe } from '../terminal.js'
import { findings, message, repositoryPrefix, smallestLocation } from './findings.js'
import { markdown } from './markdown.js'
import { plural } from '../../common/plural.js'

/** GitHub shows ten warnings of a step. */
const ANNOTATIONS = 10

/** The summary of a job holds 1 MiB. */
const SUMMARY_SIZE = 1024 * 1024

export function createGithubReporter(context: ReporterContext): Reporter {
  return {
    name: 'github',
    async onFinish(result) {
      const { env, json, stdout, stderr } = context
      // Commands are read from both streams; standard output may belong to the report.
      await print(json ? stderr : stdout, annotations(result, repositoryPrefix(context.root)))
      await appendSummary(env['GITHUB_STEP_SUMMARY'], result)
      await append(env['GITHUB_OUTPUT'], outputs(result))
    },
  }
}

/** Workflow commands, one a line; empty when there is nothing to annotate. */
export function annotations(result: RunResult, prefix: string): string {
  const texts = new Map(result.sources.map((source) => [source.path, source.text]))
  const { survived, uncovered } = findings(result, summarise(result))
  const brought = broughtIn(result)
  // Who made the change can do little about what was there before.
  const fresh = brought ? survived.filter(brought.has) : survived
  const shown = fresh.slice(0, ANNOTATIONS)
  const lines = shown.map((one) => warning(one, texts.get(one.mutant.file) ?? '', prefix))
  const more = fresh.length - shown.length
  const old = survived.length - fresh.length
  const rest = [
    ...(more > 0 ? [plural(more, brought ? 'more new survivor' : 'more survivor')] : []),
    ...(old > 0 ? [`${plural(old, 'survivor')} from before`] : []),
    ...(uncovered.length > 0 ? [`${plural(uncovered.length, 'mutant')} without a test`] : []),
  ]
  if (rest.length > 0) lines.push(`::notice title=mutate::${data(`Not shown here: ${rest.join(', ')}. See the summary of the job.`)}`)
  return lines.map((line) => `${line}\n`).join('')
}

function warning(one: Judged, text: string, prefix: string): string {
  const { start, end } = smallestLocation(one, text)
  const properties = {
    file: `${prefix}${one.mutant.file}`,
    line: start.line,
    endLine: end.line,
    // Columns count on one line only; the end is inclusive here, and exclusive in the model.
    ...(start.line === end.line && { col: start.column, endColumn: Math.max(start.column, end.column - 1) }),
    title: safe(`Survived: ${one.mutant.operator}`),
  }
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::warning ${list.join(',')}::${data(message(one))}`
}

/** As the runner takes it apart again. `##[` is how commands were written once, anywhere in a line. */
function data(text: string): string {
  return text.replaceAll('##[', '## [').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

async function appendSummary(path: string | undefined, result: RunResult): Promise<void> {
  if (!path) return
  const used = await stat(path).then(({ size }) => size, () => 0)
  const room = SUMMARY_SIZE - used - 2
  if (room > 1000) await append(path, `\n${markdown(result, room)}`)
}

/** For later steps, as `steps.<id>.outputs.<name>`. */
function outputs(result: RunResult): string {
  const summary = summarise(result)
  const { total } = summary
  const brought = broughtIn(result)
  const values = {
    score: formatScore(score(total)),
    'score-of-covered': formatScore(scoreOfCovered(total)),
    killed: total.Killed,
    survived: total.Survived,
    'no-coverage': total.NoCoverage,
    timeout: total.Timeout,
    ...(brought && { 'new-survivors': only(summary, brought.has).total.Survived }),
  }
  return Object.entries(values).map(([name, value]) => `${name}=${value}\n`).join('')
}

/** The files belong to the runner; a run must not fail because one of them cannot be written. */
async function append(path: string | undefined, text: string): Promise<void> {
  if (path) await appendFile(path, text).catch(() => undefined)
}
