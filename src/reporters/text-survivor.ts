/** A survivor on the terminal: where it is, the change as a diff, and the tests that overlooked it. */
import type { TestCase, TestId } from '../model/test.js'
import { PSEUDO_TESTED, type PseudoTested } from '../outcome/pseudo-tested.js'
import { advice } from './advice.js'
import type { Lines } from './lines.js'
import { mutantDiff } from './diff.js'
import type { Judged } from './summary.js'
import { testName } from './summary.js'
import { fit, fitMiddle, safe, widthOf, wrap } from './terminal.js'
import { diffLines } from './text-diff.js'
import type { TextStyle } from './text-style.js'
import { plural } from '../common/plural.js'

/** So many names of tests are shown for one survivor. */
const TESTS_SHOWN = 3

export interface ShownSurvivor {
  readonly one: Judged
  /** So many others on the same line of source are not shown. */
  readonly more: number
  /** Set when it stands for a whole function. */
  readonly pseudo: PseudoTested | undefined
}

/** The lines about one survivor. */
export function survivorLines(
  { one, more, pseudo }: ShownSurvivor,
  lines: Lines | undefined,
  tests: ReadonlyMap<TestId, TestCase>,
  style: TextStyle,
): string[] {
  const { chalk } = style
  const width = style.terminal ? style.columns - 2 : Infinity
  return [
    placeLine(one, style),
    ...(lines ? diffLines(mutantDiff(lines, one.mutant), style) : []),
    ...reachedBy(one, tests, style),
    ...wrap(safe(advice(one.mutant)), width).map((line) => `  ${chalk.italic(line)}`),
    ...(pseudo ? wrap(inAll(pseudo), width).map((line) => chalk.dim(`  ${line}`)) : []),
    ...(more > 0 ? [chalk.dim(`  ${plural(more, 'other change')} to this line survived too`)] : []),
  ]
}

/** That the function is pseudo-tested, and what else survived in it. */
function inAll({ finer }: PseudoTested): string {
  const others = finer.length === 0 ? '' : `, and ${plural(finer.length, 'finer mutant')} in it survived too (--all shows them)`
  return `${PSEUDO_TESTED}${others}`
}

/** `path:line:column  Operator  id  in function`, the last part where there is room for it. */
export function placeLine({ mutant }: Judged, { chalk, columns }: TextStyle): string {
  const { file, location, operator, id, scope } = mutant
  const place = `${safe(file)}:${location.start.line}:${location.start.column}`
  const inside = scope === '' ? '' : `  in ${safe(scope)}`
  const room = columns - widthOf(`${place}  ${safe(operator)}  ${id}`)
  return `${chalk.bold(place)}  ${safe(operator)}  ${chalk.dim(id)}${widthOf(inside) <= room ? chalk.dim(inside) : ''}`
}

function reachedBy(one: Judged, tests: ReadonlyMap<TestId, TestCase>, style: TextStyle): string[] {
  const { coveredBy, receipt } = one.verdict
  const ids = coveredBy.length > 0 ? coveredBy : receipt.ran
  if (ids.length === 0) return []
  const shown = ids.slice(0, TESTS_SHOWN).flatMap((id) => {
    const test = tests.get(id)
    return test ? [`    ${testLine(test, style)}`] : []
  })
  const more = ids.length - shown.length
  return [
    `  ${one.verdict.static ? `runs while its module loads, for ${plural(ids.length, 'test')}` : `reached by ${plural(ids.length, 'test')}`} without being noticed:`,
    ...shown,
    ...(more > 0 ? [style.chalk.dim(`    and ${more} more`)] : []),
  ]
}

/** File and name of a test within the width of the terminal. */
function testLine(test: TestCase, style: TextStyle): string {
  const room = style.columns - 5
  const file = fitMiddle(safe(test.file), Math.max(12, Math.floor(room / 2)))
  return `${style.chalk.dim(file)}  ${fit(safe(testName(test)), Math.max(10, room - widthOf(file) - 2))}`
}
