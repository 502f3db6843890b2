/** Starts a child process, measures it, and ends it with everything it started when its time is over. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const KEPT = 20_000

/**
 * @typedef {object} Outcome
 * @property {number | null} code exit code; null when a signal ended it
 * @property {boolean} timedOut its limit ran out
 * @property {number} ms wall time
 * @property {number | undefined} peakMb peak resident memory of this one process, where the system tells
 * @property {string} stdout all of it
 * @property {string} tail the end of stdout and stderr together
 */

/**
 * @param {readonly string[]} args arguments of node
 * @param {{ cwd?: string, env?: Record<string, string>, limitMs?: number }} options
 * @returns {Promise<Outcome>}
 */
export function runNode(args, { cwd = process.cwd(), env = {}, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const out = []
    let tail = ''
    let timedOut = false
    let peakMb
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-KEPT)
    }
    child.stdout.on('data', (chunk) => {
      out.push(chunk)
      keep(chunk)
    })
    child.stderr.on('data', keep)
    const watch = setInterval(() => {
      peakMb = peakOf(child.pid) ?? peakMb
    }, 50)
    const killGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing of it is left.
      }
    }
    const timer = limitMs === undefined ? undefined : setTimeout(() => {
      timedOut = true
      killGroup()
    }, limitMs)
    const stop = () => {
      killGroup()
      process.exit(130)
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      clearTimeout(timer)
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      killGroup()
      const ms = performance.now() - started
      resolve({ code, timedOut, ms, peakMb, stdout: Buffer.concat(out).toString('utf8'), tail })
    })
  })
}

/** The high-water mark of a process in megabytes; Linux only. */
function peakOf(pid) {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match ? Number(match[1]) / 1024 : undefined
  } catch {
    return undefined
  }
}
