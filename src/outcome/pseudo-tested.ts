/** Functions that tests run and check nothing of: the survivors in them are told as one. */
import type { Mutant } from '../model/mutant.js'
import type { Span } from '../model/span.js'
import type { Verdict } from '../model/verdict.js'

interface Judged {
  readonly mutant: Mutant
  readonly verdict: Verdict
}

/**
 * A pseudo-tested function: tests reach it, and none notices when it does nothing, or when it returns nothing of
 * value; so every extreme mutant of it that can be judged has survived.
 */
export interface PseudoTested<J extends Judged = Judged> {
  /** The survivor that stands for the function: the emptied body, where there is one. */
  readonly head: J
  /** The other survivors in the function, in the order given: its other extreme mutants and the finer ones. */
  readonly finer: readonly J[]
}

/** By the id of the head. Of functions inside each other only the outermost counts. */
export function pseudoTested<J extends Judged>(judged: readonly J[]): ReadonlyMap<string, PseudoTested<J>> {
  const found = new Map<string, PseudoTested<J>>()
  for (const inFile of byFile(judged).values()) {
    let last: Span | undefined
    for (const { span, head } of untested(inFile)) {
      if (last && span.end <= last.end) continue
      last = span
      const finer = inFile.filter((one) => one !== head && isSurvivor(one) && isWithin(one.mutant.span, span))
      found.set(head.mutant.id, { head, finer })
    }
  }
  return found
}

/** What is said of such a function. */
export const PSEUDO_TESTED = 'pseudo-tested: tests run this function and notice nothing when it is gone'

/** What is said of the other survivors in such a function, before the id of its head. */
export const IN_PSEUDO_TESTED = 'in a function that is pseudo-tested: see'

/** The ids of all survivors that another one stands for. */
export function finerSurvivors(functions: ReadonlyMap<string, PseudoTested>): ReadonlySet<string> {
  return new Set([...functions.values()].flatMap(({ finer }) => finer.map(({ mutant }) => mutant.id)))
}

/** The functions whose extreme mutants have all survived, outer ones before those inside them. */
function untested<J extends Judged>(judged: readonly J[]): { span: Span; head: J }[] {
  const functions = new Map<string, { span: Span; extremes: J[] }>()
  for (const one of judged) {
    const span = one.mutant.extreme
    if (!span || UNDECIDED.has(one.verdict.status)) continue
    const key = `${span.start}:${span.end}`
    const known = functions.get(key)
    if (known) known.extremes.push(one)
    else functions.set(key, { span, extremes: [one] })
  }
  return [...functions.values()]
    .filter(({ extremes }) => extremes.every(isSurvivor))
    .map(({ span, extremes }) => ({ span, head: extremes.find(({ mutant }) => mutant.replacement === '{}') ?? extremes[0]! }))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
}

/** These say nothing about tests. */
const UNDECIDED: ReadonlySet<Verdict['status']> = new Set(['Ignored', 'CompileError'])

function isSurvivor({ verdict }: Judged): boolean {
  return verdict.status === 'Survived'
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function byFile<J extends Judged>(judged: readonly J[]): Map<string, J[]> {
  const files = new Map<string, J[]>()
  for (const one of judged) {
    const list = files.get(one.mutant.file)
    if (list) list.push(one)
    else files.set(one.mutant.file, [one])
  }
  return files
}
