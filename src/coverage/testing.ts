/** Helpers of the tests in this folder: temporary projects and locations by text. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Location } from '../model/span.js'
import { linesOf } from '../syntax/lines.js'

/** A folder with these files; it goes away after the test. */
export function makeProject(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'mutate-coverage-'))
  onTestFinished(() => { rmSync(root, { recursive: true, force: true }) })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** Where `part` stands in `text`. */
export function locate(text: string, part: string): Location {
  const start = text.indexOf(part)
  if (start < 0) throw new Error(`Not in the text: ${part}`)
  return linesOf(text).locationOf({ start, end: start + part.length })
}

type Sketch = readonly [part: string, hits: number]

export interface FileSketch {
  readonly statements?: readonly Sketch[]
  readonly functions?: readonly Sketch[]
  /** Type, the whole, and the arms with their hits. */
  readonly branches?: readonly (readonly [type: string, whole: string, arms: readonly Sketch[]])[]
}

/** Istanbul's data of one file, with places given by their text. */
export function fileCoverage(path: string, text: string, sketch: FileSketch): object {
  const range = (part: string) => {
    const { start, end } = locate(text, part)
    return { start: { line: start.line, column: start.column - 1 }, end: { line: end.line, column: end.column - 1 } }
  }
  const { statements = [], functions = [], branches = [] } = sketch
  const keyed = <T>(items: readonly T[]) => Object.fromEntries(items.map((item, index) => [String(index), item]))
  return {
    path,
    statementMap: keyed(statements.map(([part]) => range(part))),
    fnMap: keyed(functions.map(([part]) => ({ name: 'f', decl: range(part), loc: range(part), line: range(part).start.line }))),
    branchMap: keyed(branches.map(([type, whole, arms]) => ({
      type, loc: range(whole), locations: arms.map(([part]) => range(part)), line: range(whole).start.line,
    }))),
    s: keyed(statements.map(([, hits]) => hits)),
    f: keyed(functions.map(([, hits]) => hits)),
    b: keyed(branches.map(([, , arms]) => arms.map(([, hits]) => hits))),
  }
}
