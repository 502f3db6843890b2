/** Truths already found, kept in a file of one JSON line each: they belong to the code, not to the tool under test. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { PROMISES as promises } from '../../dist/oracle/oracle.js'
import { applied, originalOf } from './mutants.js'

/**
 * What the plain suite must do for each status to be right; other statuses promise nothing.
 * @type {Record<string, 'passed' | 'failed' | undefined>}
 */
export const PROMISES = promises

/** The same change of the same file has the same truth, whatever the operator is called and wherever it was drawn. */
export function keyOf(mutant) {
  return createHash('sha256').update(mutant.file).update('\0').update(applied(mutant)).digest('hex').slice(0, 16)
}

/** Reads truths: key → what the plain suite did with the mutant, `passed`, `failed` or `timeout`. */
export function readTruths(path) {
  const known = new Map()
  if (!existsSync(path)) return known
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    const { key, ...truth } = JSON.parse(line)
    known.set(key, truth)
  }
  return known
}

/** @param {string | undefined} path without one, truths live as long as the process */
export function openTruths(path) {
  const known = path ? readTruths(path) : new Map()
  return {
    get: (mutant) => known.get(keyOf(mutant)),
    /** Keeps a truth at once: finding it took long. */
    set(mutant, truth) {
      known.set(keyOf(mutant), truth)
      if (path) appendFileSync(path, lineOf(mutant, truth))
    },
    /** Leaves these mutants alone in the file, in their order, for people who compare two versions of it. */
    tidy(mutants) {
      if (!path) return
      const lines = new Map()
      for (const mutant of mutants) {
        const truth = known.get(keyOf(mutant))
        if (truth) lines.set(keyOf(mutant), lineOf(mutant, truth))
      }
      writeFileSync(path, [...lines.values()].join(''))
    },
  }
}

function lineOf(mutant, { outcome, failure }) {
  return JSON.stringify({ key: keyOf(mutant), ...placeOf(mutant), outcome, failure }) + '\n'
}

/** Where a mutant stands and what it changes, for people, and where the same code stands in several texts. */
export function placeOf(mutant) {
  const at = `${mutant.file}:${mutant.location.start.line}`
  return { at, change: `${short(originalOf(mutant))} → ${short(mutant.replacement)}` }
}

function short(text) {
  const flat = text.replaceAll(/\s+/g, ' ')
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat
}
