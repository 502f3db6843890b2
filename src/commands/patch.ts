/** One mutant as a unified diff that `patch` and `git apply` take. */
import type { Mutant } from '../model/mutant.js'

/**
 * The diff of a mutant against its source text.
 * @param context unchanged lines around the change
 */
export function mutantPatch(
  text: string, mutant: Pick<Mutant, 'file' | 'span' | 'replacement'>, context = 1,
): string {
  const { file, span, replacement } = mutant
  const before = lines(text)
  const after = lines(text.slice(0, span.start) + replacement + text.slice(span.end))
  let same = 0
  while (same < before.length && same < after.length && before[same] === after[same]) same++
  const most = Math.min(before.length, after.length) - same
  let tail = 0
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const start = Math.max(0, same - context)
  const rest = Math.max(0, tail - context)
  const [oldEnd, newEnd] = [before.length - tail, after.length - tail]
  return [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${range(start, before.length - rest)} +${range(start, after.length - rest)} @@`,
    ...before.slice(start, same).map((line) => ` ${line}`),
    ...before.slice(same, oldEnd).map((line) => `-${line}`),
    ...after.slice(same, newEnd).map((line) => `+${line}`),
    ...before.slice(oldEnd, before.length - rest).map((line) => ` ${line}`),
  ].join('\n')
}

/** Lines without their `\n`; a last line that has none says so, as diffs do. */
function lines(text: string): string[] {
  const parts = text.split('\n')
  const last = parts.pop() ?? ''
  return last === '' ? parts : [...parts, `${last}\n\\ No newline at end of file`]
}

function range(from: number, to: number): string {
  const count = to - from
  return `${count === 0 ? from : from + 1}${count === 1 ? '' : `,${count}`}`
}
