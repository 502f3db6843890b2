/** The memory and the processor time of a process with all its descendants; Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

const PAGE_MB = 4096 / 1024 / 1024

/** The kernel counts in ticks of this many milliseconds, on every machine. */
const TICK_MS = 10

/** Resident megabytes of the process and its descendants together, pages that they share counted for each; NaN where the system does not tell. */
export function treeMb(root) {
  return sumOf(root, residentMb)
}

/** Milliseconds that the process and its descendants took of the processors, those that have ended with it; NaN where the system does not tell. */
export function treeCpuMs(root) {
  return sumOf(root, cpuMs)
}

function sumOf(root, measure) {
  const children = new Map()
  let names
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return NaN
  }
  for (const name of names) {
    const parent = parentOf(name)
    if (parent === undefined) continue
    if (!children.has(parent)) children.set(parent, [])
    children.get(parent).push(Number(name))
  }
  let sum = 0
  const open = [root]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    sum += measure(pid)
    open.push(...children.get(pid) ?? [])
  }
  return sum
}

function parentOf(pid) {
  const parent = statOf(pid)[1]
  return parent === undefined ? undefined : Number(parent)
}

/** User and system time of its own and of children that have ended are the twelfth to the fifteenth field. */
function cpuMs(pid) {
  return statOf(pid).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0)
}

/** The fields after the name of the program, which is in brackets and may hold anything; none when the process is gone. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
  } catch {
    return []
  }
}

function residentMb(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_MB
  } catch {
    return 0
  }
}
