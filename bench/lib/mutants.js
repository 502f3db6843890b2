/** Mutants out of a report: where they stand, and what the file looks like with one of them. */

/** All mutants of a report with their file and the whole mutated text at hand. */
export function mutantsOf(report) {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ ...mutant, file, source })))
}

/** The source with the mutant applied. */
export function applied(mutant) {
  const [start, end] = spanOf(mutant)
  return mutant.source.slice(0, start) + mutant.replacement + mutant.source.slice(end)
}

/** The text that the mutant replaces. */
export function originalOf(mutant) {
  return mutant.source.slice(...spanOf(mutant))
}

/** Where the mutant stands in its source: start and end. */
export function spanOf({ source, location: { start, end } }) {
  const starts = lineStarts(source)
  return [start, end].map(({ line, column }) => starts[line - 1] + column - 1)
}

function lineStarts(text) {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length)
  return starts
}

/** The changed lines as a small diff. */
export function diffOf(mutant) {
  const before = mutant.source.split('\n')
  const after = applied(mutant).split('\n')
  let head = 0
  while (head < before.length && before[head] === after[head]) head++
  let tail = 0
  while (tail < before.length - head && tail < after.length - head
    && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const cut = (lines, sign) => lines.slice(head, lines.length - tail).map((line) => `    ${sign} ${line}`)
  return [...cut(before, '-'), ...cut(after, '+')].join('\n')
}
