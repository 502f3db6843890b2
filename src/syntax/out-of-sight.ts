/** Whether a change of a value can be seen; asked where the compiler is not loaded, too. */
import type { Table } from './holdings.js'
import type { Path } from './passed-on.js'

/** Whether something that can change goes on under another name, so that nobody sees where it does. */
export function goesOutOfSight(table: Table, path: Path | undefined): boolean {
  if (!path) return false
  if (path.whole || table === 'flat') return path.whole
  return path.part || path.result || path.resultPart || (table === 'nested' && path.deep)
}
