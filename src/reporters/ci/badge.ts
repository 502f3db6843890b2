/** `badge.json`: the score for a badge, as the endpoint format of shields.io. */
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import { score } from '../../model/score.js'
import type { ReporterContext } from '../context.js'
import { BADGE_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import { summarise } from '../summary.js'
import { THRESHOLDS } from '../thresholds.js'

export function createBadgeReporter(context: ReporterContext): Reporter {
  return {
    name: 'badge',
    async onFinish(result) {
      await writeReport(context.out, BADGE_FILE, `${JSON.stringify(badge(result), null, 2)}\n`)
    },
  }
}

export interface Badge {
  readonly schemaVersion: 1
  readonly label: string
  /** Never empty. */
  readonly message: string
  readonly color: string
}

export function badge(result: RunResult): Badge {
  const value = score(summarise(result).total)
  return {
    schemaVersion: 1,
    label: 'mutation score',
    message: value === undefined ? 'n/a' : `${Math.floor(value + 1e-9)}%`,
    color: value === undefined ? 'lightgrey' : value >= THRESHOLDS.high ? 'brightgreen' : value >= THRESHOLDS.low ? 'yellow' : 'red',
  }
}
