/** The real clock and timers, taken before any test can replace them. */
export const setTimeout = globalThis.setTimeout.bind(globalThis)
export const clearTimeout = globalThis.clearTimeout.bind(globalThis)
export const setImmediate = globalThis.setImmediate.bind(globalThis)
export const now: () => number = performance.now.bind(performance)
