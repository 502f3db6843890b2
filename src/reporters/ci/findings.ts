/** What the formats for continuous integration share: which mutants, where in the repository, in which words. */
import type { Location } from '../../model/span.js'
import type { RunResult } from '../../model/result.js'
import { byUsefulness } from '../../outcome/rank.js'
import { repositoryOf } from '../../project/repository.js'
import { advice } from '../advice.js'
import { lineAt, lineEnd, toLines } from '../lines.js'
import type { Judged, Summary } from '../summary.js'
import { safe } from '../terminal.js'
import { plural } from '../../common/plural.js'
import { relativePath } from '../../common/relative-path.js'

/** The survivors and then the mutants without tests, each the most useful first. */
export function findings(result: RunResult, summary: Summary): { survived: Judged[]; uncovered: Judged[] } {
  const order = byUsefulness(result)
  const of = (status: string) => summary.judged.filter((one) => one.verdict.status === status).sort(order)
  return { survived: of('Survived'), uncovered: of('NoCoverage') }
}

/**
 * Where the project lies in its repository, as a prefix for paths that ends with `/`; empty at its root or where there is none.
 * Platforms match paths from the root of the repository, not from that of the project.
 */
export function repositoryPrefix(root: string): string {
  const inside = relativePath(repositoryOf(root) ?? root, root)
  return inside === '' ? '' : `${inside}/`
}

/**
 * Where a mutant is, on one line if possible: platforms show a finding on a change only when all its lines are part of it.
 * What the replacement has in common with the original is left out, then all but the first line.
 */
export function smallestLocation({ mutant }: Judged, text: string): Location {
  const { original, replacement, span, location } = mutant
  const longest = Math.min(original.length, replacement.length)
  let head = 0
  while (head < longest && original[head] === replacement[head]) head++
  let tail = 0
  while (tail < longest - head && original.at(-1 - tail) === replacement.at(-1 - tail)) tail++
  // Half a word would read oddly.
  while (head > 0 && isWord(original[head - 1]) && isWord(original[head])) head--
  while (tail > 0 && isWord(original.at(-tail)) && isWord(original.at(-tail - 1))) tail--
  // An insertion has no extent of its own.
  if (head + tail >= original.length) [head, tail] = [0, 0]
  // What begins with a line break is the inside of a block: the line that opens it stands for it.
  if (/^\s*\n/.test(original.slice(head))) [head, tail] = [0, 0]
  const lines = toLines(text)
  const from = span.start + head
  const line = lineAt(lines, from)
  const to = Math.min(span.end - tail, lineEnd(lines, line))
  if (to <= from) return location
  const first = lines.starts[line] ?? 0
  return { start: { line: line + 1, column: from - first + 1 }, end: { line: line + 1, column: to - first + 1 } }
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\w$]/.test(char)
}

/** The finding in one or two sentences, on one line, without control characters. */
export function message(one: Judged): string {
  const { mutant, verdict } = one
  if (verdict.status === 'NoCoverage') return `No test reaches ${code(mutant.original)}. Add a test that does.`
  const tests = verdict.coveredBy.length
  const who = tests === 0 ? 'No test notices' : `${plural(tests, 'test')} ${tests === 1 ? 'reaches this and does' : 'reach this and do'} not notice`
  const change = mutant.replacement.trim() === '' ? `that ${code(mutant.original)} is gone` : `the change from ${code(mutant.original)} to ${code(mutant.replacement)}`
  return safe(`${who} ${change}. ${advice(mutant)}`)
}

const LONGEST = 80

function code(text: string): string {
  const flat = text.slice(0, 4 * LONGEST).replace(/\s+/g, ' ').trim()
  return `\`${flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat}\``
}
