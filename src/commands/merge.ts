/** `mutate merge`: the reports of several machines as one, with its gates. */
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { UserError, type ExitCode } from '../model/errors.js'
import type { RunResult } from '../model/result.js'
import type { MergeOptions, OwnReporters } from '../options/resolve.js'
import { finishAll } from '../reporters/finish.js'
import { createReporters } from '../reporters/index.js'
import { readReportFile } from '../saved/read.js'
import { mergeReports } from '../shards/merge.js'
import { compare, judge, printJson, withBrought } from './verdict.js'

/** Runs the command. */
export async function merge({ ownReporters, ...options }: MergeOptions & OwnReporters): Promise<ExitCode> {
  const { root, out, json, all } = options
  const { stdout, stderr, env } = process
  const paths = options.reports.flatMap(reportsIn)
  if (paths.length === 0) throw new UserError('mutate merge needs the reports of the shards: mutate merge shards/*/mutation.json')
  const earlier = options.noNewSurvivors === undefined ? undefined : await compare(options.noNewSurvivors)
  const reports = paths.map((path) => ({ name: relative(process.cwd(), path) || path, report: readReportFile(path) }))
  const { result, missing } = mergeReports(reports, root)
  const merged: RunResult = withBrought(result, options, earlier?.(result))
  const reporters = await createReporters(options.reporters, { root, out, json, all, stdout, stderr, env }, ownReporters)
  try {
    if (json) await printJson(merged)
    await finishAll(reporters, merged)
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
  stderr.write(`mutate: ${reports.length === 1 ? '1 report is' : `${reports.length} reports are`} joined; ${missing.join('; ') || 'nothing is missing'}\n`)
  stderr.write('mutate: mutate show <id> --report <mutation.json> shows what was merged; mutate verify knows the last run of this machine alone\n')
  return judge(merged, options, earlier?.(merged))
}

/** A report, or all below a folder, sorted. */
function reportsIn(path: string): string[] {
  let isFolder: boolean
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    throw new UserError(`there is no report ${path}`)
  }
  if (!isFolder) return [path]
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /(?:^|[\\/])mutation\.json$/u.test(name)).sort()
  if (found.length === 0) throw new UserError(`there is no mutation.json below ${path}`)
  return found.map((name) => join(path, name))
}
