/**
 * Vitest 4.1 and 5 add a listener to the signal of a test each time the test runs and never take it off. A test that runs
 * thousands of times would slow down with each run.
 */
import type { TestTask } from './vitest-types.js'

type Listener = Parameters<AbortSignal['addEventListener']>

const added = new WeakMap<TestTask, Listener[]>()

export function rememberAbortListeners(tests: readonly TestTask[]): void {
  for (const test of tests) {
    const signal = (test.context as { signal?: AbortSignal } | undefined)?.signal
    if (!signal) continue
    const listeners: Listener[] = []
    added.set(test, listeners)
    const add = signal.addEventListener.bind(signal)
    signal.addEventListener = (...listener: Listener) => {
      listeners.push(listener)
      add(...listener)
    }
  }
}

/** Takes off what was added while the test ran. */
export function forgetAbortListeners(test: TestTask): void {
  const signal = (test.context as { signal?: AbortSignal } | undefined)?.signal
  for (const [type, listener] of added.get(test)?.splice(0) ?? []) signal?.removeEventListener(type, listener)
}
