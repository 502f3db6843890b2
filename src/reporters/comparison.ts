/** How a result differs from an earlier one, in words. */
import type { Comparison } from '../model/result.js'
import type { Summary } from './summary.js'
import { plural } from '../common/plural.js'

/** The numbers as parts of one sentence; those of what did not happen are left out. */
export function comparisonParts({ noticed, gone, unjudged, added, unchanged }: Comparison, brought: Summary): string[] {
  const { Survived, NoCoverage } = brought.total
  return [
    `${Survived} newly surviving`,
    ...(NoCoverage > 0 ? [`${NoCoverage} newly without a test`] : []),
    `${noticed.length} newly noticed`,
    `${plural(gone.length, 'open one')} gone`,
    ...(unjudged.length > 0 ? [`${unjudged.length} no longer judged`] : []),
    ...(added > 0 ? [`${added} new and not open`] : []),
    `${unchanged.open + unchanged.others} unchanged (${unchanged.open} open)`,
  ]
}
