/** `gl-code-quality-report.json`: survivors and code without tests for GitLab's code quality widget. */
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import type { ReporterContext } from '../context.js'
import { GITLAB_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import type { Judged } from '../summary.js'
import { summarise } from '../summary.js'
import { findings, message, repositoryPrefix, smallestLocation } from './findings.js'

export function createGitlabReporter(context: ReporterContext): Reporter {
  return {
    name: 'gitlab',
    async onFinish(result) {
      const issues = codeQuality(result, repositoryPrefix(context.root))
      await writeReport(context.out, GITLAB_FILE, `${JSON.stringify(issues, null, 1)}\n`)
    },
  }
}

export interface CodeQualityIssue {
  readonly description: string
  readonly check_name: string
  /** Equal ones are merged, so it must be of the content and of nothing that moves. */
  readonly fingerprint: string
  readonly severity: 'major' | 'minor'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } }
}

/** `prefix` leads from the root of the repository to the project. */
export function codeQuality(result: RunResult, prefix: string): CodeQualityIssue[] {
  const texts = new Map(result.sources.map((source) => [source.path, source.text]))
  const { survived, uncovered } = findings(result, summarise(result))
  return [...survived, ...uncovered].map((one: Judged) => {
    const { mutant, verdict } = one
    const { start, end } = smallestLocation(one, texts.get(mutant.file) ?? '')
    return {
      description: message(one),
      check_name: mutant.operator,
      fingerprint: `${prefix}${mutant.id}`,
      severity: verdict.status === 'Survived' ? 'major' : 'minor',
      location: { path: `${prefix}${mutant.file}`, lines: { begin: start.line, end: end.line } },
    }
  })
}
