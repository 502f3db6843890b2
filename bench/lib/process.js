/** Starts a child process as the oracle does, and measures its memory. */
import { readFileSync } from 'node:fs'
import { runNode as runPlainly } from '../../dist/oracle/process.js'
import { treeMb } from './tree.js'

/**
 * @param {readonly string[]} args arguments of node
 * @param {{ cwd?: string, env?: Record<string, string>, limitMs?: number }} options
 * @returns the end of the process, with `peakMb`, the peak resident memory of this one process, and `treeMb`, that of all below it too, where the system tells
 */
export async function runNode(args, { cwd = process.cwd(), env = {}, limitMs } = {}) {
  let peakMb
  let treePeak
  let watch
  // What is running ends with this process.
  const leave = () => process.exit(130)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave)
  try {
    const end = await runPlainly(args, {
      cwd,
      env,
      ...(limitMs !== undefined && { limitMs }),
      onStart(pid) {
        watch = setInterval(() => {
          peakMb = peakOf(pid) ?? peakMb
          treePeak = Math.max(treePeak ?? 0, treeMb(pid))
        }, 200)
      },
    })
    return { ...end, peakMb, treeMb: treePeak }
  } finally {
    clearInterval(watch)
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, leave)
  }
}

/** The high-water mark of a process in megabytes; Linux only. */
export function peakOf(pid) {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match ? Number(match[1]) / 1024 : undefined
  } catch {
    return undefined
  }
}
