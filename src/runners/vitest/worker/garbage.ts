/**
 * Collects garbage that V8 leaves lying. It waits for the heap to grow to a multiple of what lived when it last looked, and documents
 * that tests make have a realm of their own each, which only a full collection frees: workers came to 4 GB that way.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that the heap grows by before it is looked through; to do so takes about 0.1 s. */
const GROWTH = 2 ** 28

let least = 0
let collect: (() => void) | undefined

/** Call between two runs: nobody measures the time then. */
export function collectGarbage(): void {
  const used = getHeapStatistics().used_heap_size
  if (used < least + GROWTH) return
  collect ??= exposed()
  collect()
  least = getHeapStatistics().used_heap_size
}

function exposed(): () => void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  // Tests may ask whether it is there.
  setFlagsFromString('--no-expose-gc')
  return gc
}
