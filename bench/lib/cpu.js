/** The processor time of what this process has run; Linux only. */
import { readFileSync } from 'node:fs'

/** The kernel counts in ticks of this many milliseconds, on every machine. */
const TICK_MS = 10

/** Milliseconds that all children which have ended took of the processors, with what ended below them; NaN where the system does not tell. */
export function childrenCpuMs() {
  try {
    // The name of the program is in brackets and may hold anything; user and system time of children are the 14th and 15th
    // field after it.
    const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ')
    return (Number(fields[13]) + Number(fields[14])) * TICK_MS
  } catch {
    return NaN
  }
}
