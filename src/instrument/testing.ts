/** Helpers of the tests in this folder: describe sites by their text, and run the instrumented code. */
import { runInThisContext } from 'node:vm'
import type { CarrierForm, Guard, Site, SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { Location, Span } from '../model/span.js'
import { parse } from '../syntax/parse.js'
import { ts } from '../syntax/ts.js'
import { createRealmGlobal, type RealmGlobal } from './realm-global.js'

/** A site by the text of its carrier; each mutant is a replacement of the whole carrier, or of a part of it. */
export interface SiteSketch {
  readonly form?: CarrierForm
  readonly at: string
  /** Which occurrence of `at`, from 0. */
  readonly nth?: number
  readonly startsStatement?: boolean
  readonly mutants: readonly (string | readonly [part: string, replacement: string])[]
}

export interface GuardSketch {
  readonly form: Guard['form']
  readonly at: string
  readonly nth?: number
}

const NOWHERE: Location = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }

export function sketch(text: string, sites: readonly SiteSketch[], guards: readonly GuardSketch[] = [], path = 'src/a.ts'): SourceFile {
  const built = sites.map((site): Site => {
    const span = find(text, site.at, site.nth)
    return {
      form: site.form ?? 'expression',
      span,
      loadTime: false,
      startsStatement: site.startsStatement ?? false,
      mutants: site.mutants.map((mutant) => build(text, path, span, mutant)),
    }
  })
  return {
    path,
    text,
    mutants: built.flatMap((site) => site.mutants),
    sites: built,
    constants: [],
    tables: [],
    parseMs: 0, generationMs: 0,
    bodies: [],
    guards: guards.map(({ form, at, nth }) => ({ form, span: find(text, at, nth) })),
  }
}

function build(text: string, path: string, carrier: Span, mutant: SiteSketch['mutants'][number]): Mutant {
  const [part, replacement] = typeof mutant === 'string' ? [text.slice(carrier.start, carrier.end), mutant] : mutant
  const start = text.indexOf(part, carrier.start)
  const span = { start, end: start + part.length }
  return { id: '', file: path, operator: 'Test', span, location: NOWHERE, original: part, replacement, scope: '', ordinal: 0 }
}

function find(text: string, part: string, nth = 0): Span {
  let start = text.indexOf(part)
  for (let i = 0; i < nth; i++) start = text.indexOf(part, start + 1)
  if (start < 0) throw new Error(`Not in the text: ${part}`)
  return { start, end: start + part.length }
}

/** Runs TypeScript code as a CommonJS module; `call` is an expression over its exports. */
export function evaluate(code: string, call: string, realm: RealmGlobal = createRealmGlobal()): unknown {
  const error = syntaxError(code)
  if (error !== undefined) throw new SyntaxError(`${error} in: ${code}`)
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS }
  const { outputText } = ts.transpileModule(code, { compilerOptions, fileName: 'a.ts' })
  const source = `(__mut, exports) => {${outputText}\n;return exports.${call}}`
  return (runInThisContext(source) as (realm: RealmGlobal, exports: object) => unknown)(realm, {})
}

/** The first syntax error of a text. */
export function syntaxError(code: string, path = 'a.ts'): string | undefined {
  const parsed = parse(path, code)
  return parsed.ok ? undefined : parsed.problem.message
}
