import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createGenerator } from '../mutants/generator.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Span } from '../model/span.js'
import { ts } from '../syntax/ts.js'
import { instrument } from './instrument.js'
import { evaluate, syntaxError } from './testing.js'

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..')

function sources(): SourceFile[] {
  const generate = createGenerator(['all'])
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort().map((name) => {
    const path = join(SRC, name)
    const file = generate(relative(SRC, path), readFileSync(path, 'utf8'))
    if ('error' in file) throw new Error(`${name}: ${file.error.message}`)
    return file
  })
}

/** Whether a text has a node that is exactly this stretch. */
function hasNode(text: string, { start, end }: Span): boolean {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)
  const search = (node: ts.Node): boolean =>
    node.pos <= start && node.end >= end
    && (node.getStart(source) === start && node.end === end || ts.forEachChild(node, search) === true)
  return search(source)
}

describe('the sources of this project', () => {
  const files = sources()

  it('parse with all their mutants inside', () => {
    let mutants = 0
    for (const file of files) {
      mutants += file.mutants.length
      const { code, omitted } = instrument(file, 0)
      expect(omitted).toEqual([])
      expect(syntaxError(code, file.path), file.path).toBeUndefined()
    }
    expect(mutants).toBeGreaterThan(5000)
  })

  it('mean the same inside a switch as with the mutant in their text', () => {
    // A replacement that reached beyond its carrier would be cut off by the switch. Parsing each takes long: a sample.
    const all = files.flatMap(({ text, sites }) => sites.flatMap((site) => site.mutants.map((mutant) => ({ text, site, mutant }))))
    const sample = all.filter(({ site }, index) => index % 41 === 0 && site.form === 'expression')
    expect(sample.length).toBeGreaterThan(100)
    for (const { text, site, mutant } of sample) {
      const { span, replacement } = mutant.standIn ?? mutant
      const mutated = text.slice(0, span.start) + replacement + text.slice(span.end)
      const carrier = { start: site.span.start, end: site.span.end + mutated.length - text.length }
      expect(hasNode(mutated, carrier), `${mutant.file}:${mutant.location.start.line} ${mutant.original} → ${replacement}`).toBe(true)
    }
  })

  it('do what they did while all mutants are asleep', () => {
    const file = files.find(({ path }) => path === join('instrument', 'directives.ts'))!
    const calls = ["startOfModule(\"#!x\\n// y\\n'use strict'\\nz\")", "endOfDirectives(\"{ 'a'; /* b */ 'c'\\n d\", 1)"]
    for (const call of calls) expect(evaluate(instrument(file, 0).code, call)).toBe(evaluate(file.text, call))
  })
})
