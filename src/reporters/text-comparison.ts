/** What a comparison with an earlier report found, beside the new survivors: what is noticed now, and what is gone. */
import type { Comparison, GoneMutant } from '../model/result.js'
import type { Summary } from './summary.js'
import { fit, safe } from './terminal.js'
import { placeLine } from './text-survivor.js'
import type { TextStyle } from './text-style.js'
import { plural } from '../common/plural.js'

/** So many mutants are named in each list unless all are asked for; the rest is counted. */
const NAMED = 10

/** Two lists; nothing for what did not happen. */
export function comparison({ noticed, gone }: Comparison, summary: Summary, style: TextStyle): string[] {
  const ids = new Set(noticed)
  const now = summary.judged.filter(({ mutant }) => ids.has(mutant.id))
  const lists = [
    list(`${plural(now.length, 'mutant')} that no test noticed before, and one does now:`, now, style, (one) => placeLine(one, style)),
    list(`${plural(gone.length, 'open mutant')} whose code is gone:`, gone, style, (one) => goneLine(one, style)),
  ].filter((lines) => lines.length > 0)
  return lists.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

function list<T>(title: string, all: readonly T[], { chalk, all: every }: TextStyle, line: (one: T) => string): string[] {
  if (all.length === 0) return []
  const shown = every ? all : all.slice(0, NAMED)
  const more = all.length - shown.length
  return [chalk.bold(title), ...shown.map(line), ...(more > 0 ? [chalk.dim(`and ${more} more`)] : [])]
}

function goneLine({ file, location, operator, original, replacement }: GoneMutant, { columns }: TextStyle): string {
  const change = `${original} → ${replacement === '' ? '(removed)' : replacement}`.replace(/\s+/g, ' ')
  return fit(`${safe(file)}:${location.start.line}:${location.start.column}  ${safe(operator)}  ${safe(change)}`, columns)
}
