/** Starts a Node process of its own group, and ends it with everything it started when its time is over. */
import { spawn, spawnSync } from 'node:child_process'
import { createGuardian, type Guardian } from '../guardian/guardian.js'

export interface ProcessOptions {
  readonly cwd: string
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds; default: no limit. */
  readonly limitMs?: number
  /** Ends the process at once. */
  readonly signal?: AbortSignal
  /** Told the number of the process when it has started. */
  readonly onStart?: (pid: number) => void
}

export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly code: number | null
  /** Its limit ran out. */
  readonly timedOut: boolean
  /** Wall time. */
  readonly ms: number
  readonly stdout: string
  /** The end of stdout and stderr together. */
  readonly tail: string
}

/** Characters of output that `tail` holds. */
const KEPT = 20_000

/** Ends what runs when this process is killed; it ends itself when this one does. */
let guardian: Guardian | undefined

/** @param args arguments of node */
export function runNode(args: readonly string[], options: ProcessOptions): Promise<ProcessEnd> {
  const { cwd, env, limitMs, signal, onStart } = options
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    const out: Buffer[] = []
    let tail = ''
    let timedOut = false
    const keep = (chunk: Buffer) => { tail = (tail + chunk.toString('utf8')).slice(-KEPT) }
    const group = child.pid === undefined || process.platform === 'win32' ? child.pid : -child.pid
    const end = () => { endTree(child.pid) }
    if (group !== undefined) (guardian ??= createGuardian()).watch(group)
    const timer = limitMs === undefined ? undefined : setTimeout(() => {
      timedOut = true
      end()
    }, limitMs)
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk)
      keep(chunk)
    })
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('spawn', () => onStart?.(child.pid ?? 0))
    child.on('close', (code) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      process.off('exit', end)
      // What it left running would take time from whatever runs next.
      end()
      if (group !== undefined) guardian?.forget(group)
      const stdout = Buffer.concat(out).toString('utf8')
      resolve({ code, timedOut, ms: performance.now() - started, stdout, tail })
    })
    signal?.addEventListener('abort', end)
    // Before the folder it runs in is removed.
    process.prependOnceListener('exit', end)
    if (signal?.aborted) end()
  })
}

function endTree(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    else process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
