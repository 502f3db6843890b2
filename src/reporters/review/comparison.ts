/** What a comparison with an earlier report found, on the review page. */
import type { RunResult } from '../../model/result.js'
import { comparisonParts } from '../comparison.js'
import type { Summary } from '../summary.js'
import type { Markup } from './html.js'
import { html } from './html.js'
import { change } from './lists.js'
import { plural } from '../../common/plural.js'

/** The numbers, and two lists to open: what is noticed now, and what is gone. Nothing without a comparison. */
export function comparisonPart({ brought }: RunResult, summary: Summary, fresh: Summary): Markup | undefined {
  const compared = brought?.compared
  if (!compared) return undefined
  const ids = new Set(compared.noticed)
  const now = summary.judged.filter(({ mutant }) => ids.has(mutant.id))
  return html`<p>${comparisonParts(compared, fresh).join(', ')}.</p>
${now.length > 0 && html`<details><summary>${plural(now.length, 'mutant')} that no test noticed before, and one does now</summary><ul>
${now.map(({ mutant }) => html`<li><a href="#${mutant.id}">${mutant.file}:${mutant.location.start.line}</a> ${mutant.operator} <code>${change(mutant)}</code></li>
`)}</ul></details>
`}${compared.gone.length > 0 && html`<details><summary>${plural(compared.gone.length, 'open mutant')} whose code is gone</summary><ul>
${compared.gone.map((mutant) => html`<li>${mutant.file}:${mutant.location.start.line} ${mutant.operator} <code>${change(mutant)}</code></li>
`)}</ul></details>
`}`
}
