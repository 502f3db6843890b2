/**
 * Every mutant of every source file of the fixtures, in mutants.txt: a change of an operator or rule is a diff of that
 * file. The letters say which levels make a mutant: default, all, stryker.
 * `npx vitest run test/mutants.test.ts -u` writes the file anew; read the diff before you commit it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mutantLine } from '../src/commands/list-text.js'
import { createGenerator } from '../src/mutants/generator.js'
import type { Mutant } from '../src/model/mutant.js'
import { findCandidates } from '../src/project/candidates.js'

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The levels, each with the letter that marks its mutants. */
const levels = (['default', 'all', 'stryker'] as const).map((level) => ({ letter: level[0]!, generate: createGenerator([level]) }))

test('the mutants of all fixtures are those of mutants.txt', async () => {
  const parts: string[] = []
  for (const fixture of readdirSync(FIXTURES).sort()) {
    for (const file of await findCandidates(join(FIXTURES, fixture))) {
      parts.push([`${fixture}/${file}`, ...linesOf(`${fixture}/${file}`, join(FIXTURES, fixture, file))].join('\n'))
    }
  }
  expect(parts.length).toBeGreaterThan(30)
  await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('mutants.txt')
})

function linesOf(path: string, absolute: string): string[] {
  const text = readFileSync(absolute, 'utf8')
  const found = new Map<string, { readonly mutant: Mutant; letters: string }>()
  for (const [index, { letter, generate }] of levels.entries()) {
    const file = generate(path, text)
    if ('error' in file) throw new Error(`${path}: ${file.error.message}`)
    for (const mutant of file.mutants) {
      const entry = found.get(mutant.id) ?? { mutant, letters: '' }
      entry.letters = entry.letters.padEnd(index, '.') + letter
      found.set(mutant.id, entry)
    }
  }
  return [...found.values()].sort((a, b) => compare(a.mutant, b.mutant)).map(({ mutant, letters }) =>
    `  ${letters.padEnd(levels.length, '.')}  ${asLine(mutant)}`)
}

function compare(a: Mutant, b: Mutant): number {
  return a.span.start - b.span.start || a.span.end - b.span.end
}

function asLine(mutant: Mutant): string {
  const line = mutantLine(mutant, 120).slice(mutant.file.length + 1)
  return `${line}${mutant.ignored ? `  (ignored: ${mutant.ignored.rule})` : ''}`
}
