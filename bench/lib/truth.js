/** Truths already found, kept in a file of one JSON line each: they belong to the code, not to the tool under test. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { applied } from './mutants.js'

/** A key of the mutated text: the same change of the same file has the same truth. */
export function keyOf(mutant) {
  return createHash('sha256').update(mutant.file).update('\0').update(applied(mutant)).digest('hex').slice(0, 24)
}

/** @param {string | undefined} path without one, truths live as long as the process */
export function openTruths(path) {
  const known = new Map()
  if (path && existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue
      const { key, ...truth } = JSON.parse(line)
      known.set(key, truth)
    }
  }
  return {
    get: (mutant) => known.get(keyOf(mutant)),
    set(mutant, truth) {
      known.set(keyOf(mutant), truth)
      if (path) appendFileSync(path, JSON.stringify({ key: keyOf(mutant), ...truth }) + '\n')
    },
  }
}
