/**
 * Ends processes whose main process was killed: a worker in an endless loop does not notice that it is alone. A small process
 * of its own watches, in no group that Ctrl-C or a killed process group reaches.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Guardian {
  /** From now on this process ends with ours. A negative number is that of a group of processes. */
  watch(pid: number): void
  /** The process is gone, and its number may be given to another. */
  forget(pid: number): void
  close(): void
}

const SCRIPT = fileURLToPath(new URL('./process.js', import.meta.url))

/** Starts nothing before there is something to watch. */
export function createGuardian(): Guardian {
  let child: ChildProcess | undefined
  const tell = (order: string, pid: number): void => { child?.stdin?.write(`${order} ${pid}\n`) }
  return {
    watch(pid) {
      child ??= start()
      tell('watch', pid)
    },
    forget(pid) { tell('forget', pid) },
    close() { child?.stdin?.end() },
  }
}

function start(): ChildProcess {
  // Whatever Node is told to load for the run would only make this slower.
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env })
  // Without it a run goes on; what it would have ended stays.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  ;(child.stdin as typeof child.stdin & { unref(): void }).unref()
  return child
}
