/** Mutants as text: one line or one diff each. */
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import { mutantPatch } from './patch.js'
import { plural } from '../common/plural.js'

/** Files with their mutants, and how many there are. */
export function listText(files: readonly SourceFile[], diff: boolean): string {
  const parts = files.filter(({ mutants }) => mutants.length > 0).map(({ path: file, text, mutants }) => {
    const entries = mutants.map((mutant) => diff ? asDiff(text, mutant) : `  ${mutantLine(mutant)}${silenced(mutant)}`)
    return `${file}  ${count(mutants)}\n${entries.join(diff ? '\n\n' : '\n')}`
  })
  const total = plural(files.length, 'file')
  return [...parts, `${total}, ${count(files.flatMap(({ mutants }) => mutants))}`].join('\n\n')
}

/** What is left out by each rule, with its reason, most first; files are those that hold nothing else. */
export function suppressedText(files: readonly SourceFile[], diff: boolean): string {
  const entries = files.flatMap(({ text, mutants }) => mutants.map((mutant) => ({ text, mutant })))
  const rules = new Map<string, typeof entries>()
  for (const entry of entries) {
    const rule = entry.mutant.ignored?.rule ?? ''
    const left = rules.get(rule)
    if (left) left.push(entry)
    else rules.set(rule, [entry])
  }
  const sorted = [...rules].sort(([, a], [, b]) => b.length - a.length)
  const parts = sorted.map(([rule, left]) => {
    const reason = rule === 'comment' ? 'a comment in the code says so' : left[0]?.mutant.ignored?.reason ?? ''
    const lines = left.map(({ text, mutant }) => diff
      ? `# ${mutant.id}  ${mutant.operator}\n${mutantPatch(text, mutant)}`
      : `  ${mutantLine(mutant)}${rule === 'comment' ? silenced(mutant) : ''}`)
    return `${rule}  ${plural(left.length, 'mutant')}: ${reason}\n${lines.join(diff ? '\n\n' : '\n')}`
  })
  const counts = sorted.map(([rule, left]) => `${rule} ${left.length}`).join(', ')
  const total = entries.length === 0 ? 'nothing is left out' : `${plural(entries.length, 'mutant')} left out: ${counts}`
  return [...parts, total].join('\n\n')
}

/** `src/cart.ts:12:7  EqualityOperator  a < b → a <= b`, long code with its middle left out. */
export function mutantLine(mutant: Mutant, mostOfCode = 60): string {
  const { file, location: { start }, operator } = mutant
  const change = `${oneLine(mutant.original, mostOfCode)} → ${oneLine(mutant.replacement, mostOfCode)}`
  return `${file}:${start.line}:${start.column}  ${operator}  ${change}`
}

function asDiff(text: string, mutant: Mutant): string {
  return `# ${mutant.id}  ${mutant.operator}${silenced(mutant)}\n${mutantPatch(text, mutant)}`
}

function silenced({ ignored }: Mutant): string {
  return ignored === undefined ? '' : `  (ignored: ${ignored.reason})`
}

function count(mutants: readonly Mutant[]): string {
  const ignored = mutants.filter((mutant) => mutant.ignored !== undefined).length
  const all = plural(mutants.length, 'mutant')
  return ignored === 0 ? all : `${all}, ${ignored} ignored`
}

/** Code on one line, the middle left out where it is long. */
function oneLine(code: string, most: number): string {
  const flat = code.replace(/\s+/gu, ' ').trim()
  if (flat === '') return '(nothing)'
  const end = Math.floor(most * 0.3)
  return flat.length > most ? `${flat.slice(0, most - end - 2)} … ${flat.slice(1 - end)}` : flat
}
