/** Mutants out of a report: where they stand, what the file looks like with one of them, and a fair draw. */

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

function spanOf({ source, location: { start, end } }) {
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

/** `count` of the items, drawn with a seed, in their old order. */
export function sample(items, count, seed) {
  if (count >= items.length) return items
  const random = mulberry32(seed)
  const indices = items.map((_, index) => index)
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (indices.length - i))
    ;[indices[i], indices[j]] = [indices[j], indices[i]]
  }
  return indices.slice(0, count).sort((a, b) => a - b).map((index) => items[index])
}

function mulberry32(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
