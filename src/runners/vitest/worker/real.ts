/** The real clock and timers, taken before any test can replace them, and the time in which the processor worked and did not. */
import { performance as node } from 'node:perf_hooks'

export const setTimeout = globalThis.setTimeout.bind(globalThis)
export const clearTimeout = globalThis.clearTimeout.bind(globalThis)
export const setImmediate = globalThis.setImmediate.bind(globalThis)
export const now: () => number = performance.now.bind(performance)

/** Processor time of this process in milliseconds: on a busy machine the clock on the wall says little. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const readLoop = node.eventLoopUtilization.bind(node)

/** Milliseconds in which this thread had nothing to do: not those in which others had the processor. */
export function idleMs(): number {
  return readLoop().idle
}
