/** Knows when the timers of tests are due, by watching `setTimeout` and `setInterval`: Node tells only how many there are. */
import { now } from './real.js'

// As they were before any test could replace them.
const { clearTimeout } = globalThis

/** A timer of Node's. */
interface Timer {
  readonly _destroyed?: boolean
  hasRef(): boolean
}

interface Due {
  /** Node holds a timer until it is over: a test may look whether what its function knows is let go of then. */
  readonly timer: WeakRef<Timer>
  /** When it is due first, as `now()` counts. */
  readonly at: number
}

/** Those that are over are let go of now and then. */
const due = new Set<Due>()
let most = 1000
let isWatching = false
const watched = new WeakSet<object>()

/** Call before a test file is loaded, with its global object. What is set while it loads belongs to its modules, and is not watched. */
export function watchTimers(page: object): void {
  isWatching = false
  due.clear()
  if (watched.has(page)) return
  watched.add(page)
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const own = Object.getOwnPropertyDescriptor(page, name)
    if (typeof own?.value !== 'function') continue
    // A proxy has the name and the properties of what it stands for.
    const value = new Proxy(own.value as (...args: unknown[]) => unknown, {
      apply(set, self, args: unknown[]) {
        const timer: unknown = Reflect.apply(set, self, args)
        if (isWatching && isTimer(timer)) note(timer, Number(args[1]))
        return timer
      },
    })
    Object.defineProperty(page, name, { ...own, value })
  }
}

/** The file is loaded: what is set from now on is set by tests. */
export function beginWatchingTimers(): void {
  isWatching = true
}

/** Milliseconds; the worker of a plain run is gone long before. */
const FAR = 60_000

/** Call after a run: each would leave more, and they would go off in another one. */
export function endFarTimers(): void {
  const limit = now() + FAR
  for (const { timer, at } of due) if (at > limit) clearTimeout(timer.deref() as NodeJS.Timeout | undefined)
  forgetEnded()
}

/** How many are due first between these times, and have not gone off. */
export function timersDueBetween(from: number, to: number): number {
  let count = 0
  for (const { timer, at } of due) if (at >= from && at <= to && isOn(timer.deref())) count++
  return count
}

/** How many keep the process going, and are not due before this time. */
export function timersDueAfter(time: number): number {
  let count = 0
  for (const { timer, at } of due) {
    const each = timer.deref()
    if (at > time && isOn(each) && each.hasRef()) count++
  }
  return count
}

function note(timer: Timer, delay: number): void {
  // As Node reads it.
  due.add({ timer: new WeakRef(timer), at: now() + (delay >= 1 && delay < 2 ** 31 ? delay : 1) })
  if (due.size < most) return
  forgetEnded()
  most = Math.max(1000, due.size * 2)
}

function forgetEnded(): void {
  for (const each of due) if (!isOn(each.timer.deref())) due.delete(each)
}

function isOn(timer: Timer | undefined): timer is Timer {
  return timer !== undefined && timer._destroyed !== true
}

/** Those of a page are numbers. */
function isTimer(value: unknown): value is Timer {
  return typeof value === 'object' && value !== null && 'hasRef' in value
}
