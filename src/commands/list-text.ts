/** Mutants as text: one line or one diff each. */
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import { mutantPatch } from './patch.js'

/** Files with their mutants, and how many there are. */
export function listText(files: readonly SourceFile[], diff: boolean): string {
  const parts = files.filter(({ mutants }) => mutants.length > 0).map(({ path: file, text, mutants }) => {
    const entries = mutants.map((mutant) => diff ? asDiff(text, mutant) : `  ${mutantLine(mutant)}${silenced(mutant)}`)
    return `${file}  ${count(mutants)}\n${entries.join(diff ? '\n\n' : '\n')}`
  })
  const total = `${files.length} ${files.length === 1 ? 'file' : 'files'}`
  return [...parts, `${total}, ${count(files.flatMap(({ mutants }) => mutants))}`].join('\n\n')
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
  const all = `${mutants.length} ${mutants.length === 1 ? 'mutant' : 'mutants'}`
  return ignored === 0 ? all : `${all}, ${ignored} ignored`
}

/** Code on one line, the middle left out where it is long. */
function oneLine(code: string, most: number): string {
  const flat = code.replace(/\s+/gu, ' ').trim()
  if (flat === '') return '(nothing)'
  const end = Math.floor(most * 0.3)
  return flat.length > most ? `${flat.slice(0, most - end - 2)} … ${flat.slice(1 - end)}` : flat
}
