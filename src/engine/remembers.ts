/** Which modules can keep what happened to them: there a mutant that leaves something out profits from the runs before it. */
import type { Bench } from './bench.js'
import type { FileState } from './file-state.js'

/** A binding of the module that may change, or a constant that holds a collection or object which may. */
const STATE = /^(?:export\s+)?(?:(?:let|var)\s|const\s[^=]+=\s*(?:new\s|\[\s*\]|\{\s*\}))/m

const known = new Map<string, boolean>()

/** Whether a source that a test file loads keeps state of its own, as far as its text tells. */
export function remembers(bench: Bench, { dry }: FileState): boolean {
  return (dry?.loaded ?? []).some((path) => {
    const text = bench.input.catalog.files.get(path)?.text ?? ''
    let found = known.get(text)
    if (found === undefined) known.set(text, found = STATE.test(text))
    return found
  })
}
