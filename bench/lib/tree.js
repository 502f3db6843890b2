/** The memory of a process with all its descendants; Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

const PAGE_MB = 4096 / 1024 / 1024

/** Resident megabytes of the process and its descendants together, pages that they share counted for each; NaN where the system does not tell. */
export function treeMb(root) {
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
    sum += residentMb(pid)
    open.push(...children.get(pid) ?? [])
  }
  return sum
}

function parentOf(pid) {
  try {
    // The name of the program is in brackets and may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1])
  } catch {
    return undefined
  }
}

function residentMb(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_MB
  } catch {
    return 0
  }
}
