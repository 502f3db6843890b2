/** Where hooks of a file are registered: Vitest wraps them, and all wrappers have the same text. */
import type { Hook, SuiteCollector } from './vitest-types.js'

const places = new WeakMap<object, string>()
const watching = new WeakSet<object>()

/** @param suite that of the file, before something of it is imported */
export function watchHooks(suite: SuiteCollector | undefined): void {
  if (!suite?.on || watching.has(suite)) return
  watching.add(suite)
  const { on } = suite
  suite.on = (kind, ...hooks) => {
    const place = placeIn(new Error().stack)
    for (const hook of hooks) places.set(hook, place)
    on(kind, ...hooks)
  }
}

/** The same for those that the same line of a module registers when it is evaluated again; their text where nobody saw it. */
export function placeOf(hook: Hook): string {
  return places.get(hook) ?? String(hook)
}

/** The first line of a stack that is not Vitest's, below our own. */
function placeIn(stack = ''): string {
  return stack.split('\n').slice(2).find((line) => !OF_VITEST.test(line)) ?? ''
}

const OF_VITEST = /[/\\](?:vitest|@vitest[/\\][\w-]+)[/\\]dist[/\\]/u
