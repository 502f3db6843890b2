/** Source text to mutants, the sites they are switched at, and the guards that keep them from running for ever. */
import type { SourceFile } from '../model/instrumentable.js'
import type { Ignored } from '../model/mutant.js'
import type { Note } from '../model/result.js'
import type { Location } from '../model/span.js'
import { operators as builtIn, type Operator } from '../operators/index.js'
import { readComments, type Candidate, type Rule } from '../suppression/index.js'
import { constantsOf, parse, syntacticFacts, tablesOf, typedFacts, type SyntaxProblem, type TypedFile } from '../syntax/index.js'
import { collect, type Draft } from './drafts.js'
import { numberBodies } from './guards.js'
import { identify } from './identify.js'
import { describeConstants, describeTables, sitesOf } from './sites.js'

/** A source file ready to be instrumented, or the reason why it is left out. */
export type Generated = SourceFile | { readonly error: SyntaxProblem }

/** What is left out of a file. */
export interface Suppression {
  readonly rules: readonly Rule[]
  /** Whether the user named this very file; default: no. */
  readonly named?: boolean
  /** The operators that comments may name; default: the built-in ones. */
  readonly known?: readonly Operator[]
}

/**
 * All mutants that the operators make of `text`.
 * @param path relative, with forward slashes
 */
export function generate(
  path: string, text: string, operators: readonly Operator[], suppression: Suppression = { rules: [] }, typed?: TypedFile,
): Generated {
  const begun = performance.now()
  const parsed = parse(path, text)
  const parseMs = performance.now() - begun
  if (!parsed.ok) return { error: parsed.problem }
  const source = typed?.source ?? parsed.source
  const facts = syntacticFacts(source)
  const untyped = collect(path, source, operators, facts)
  const { drafts, guards } = typed ? collect(path, source, operators, typedFacts(typed, facts)) : untyped
  const { ignoredBy, notes } = suppressions({ path, source, named: suppression.named ?? false }, operators, suppression)
  const mutants = identify(path, text, drafts, ignoredBy, untyped.drafts)
  const unused = notes()
  const named = constantsOf(source)
  const { constants: found, tables } = describeTables(named, tablesOf(source, named), source)
  const sites = sitesOf(drafts, mutants, source, found)
  const constants = describeConstants(found, source)
  const generationMs = performance.now() - begun - parseMs
  return { path, text, mutants, sites, ...numberBodies(guards), constants, tables, parseMs, generationMs, ...(unused.length > 0 ? { notes: unused } : {}) }
}

/** Why a mutant is left out, if it is; and afterwards, which comments have left out nothing. */
function suppressions(
  file: Pick<Candidate, 'path' | 'source' | 'named'>, operators: readonly Operator[],
  { rules, known = builtIn }: Suppression,
) {
  const comments = readComments(file.source)
  const explicit = new Set(operators.filter((operator) => operator.explicit).map((operator) => operator.name))

  function ignoredBy({ operator, node, replacement }: Draft, location: Location): Ignored | undefined {
    const reason = comments.reasonFor({ operator, location })
    if (reason !== undefined) return { rule: 'comment', reason }
    if (explicit.has(operator)) return undefined
    const candidate: Candidate = { path: file.path, source: file.source, named: file.named, operator, node, replacement }
    const rule = rules.find((each) => each.covers(candidate))
    return rule && { rule: rule.id, reason: rule.reason }
  }

  function notes(): Note[] {
    const existing = (name: string) => known.some((operator) => operator.name.toLowerCase() === name)
    return comments.unused(new Set(operators.map((operator) => operator.name)), existing).map(({ line, text, unknown }) => {
      const what = unknown.length > 0 ? `names no operator with ${unknown.join(', ')}` : 'switches no mutant off'
      return { level: 'warning', text: `${file.path}:${line} ${what}: ${text.replace(/\s+/g, ' ')}` }
    })
  }

  return { ignoredBy, notes }
}
