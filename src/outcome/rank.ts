/** The order of usefulness: which survivor to look at first. Every report and command shows them in this order. */
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import type { Verdict } from '../model/verdict.js'

export interface Ranked {
  readonly mutant: Mutant
  readonly verdict: Verdict
}

/** What a survivor of this kind usually tells, most telling first; operators not listed stand before the calls. */
const OPERATOR_GROUPS: readonly (readonly string[])[] = [
  ['EqualityOperator', 'LogicalOperator', 'ConditionalExpression', 'OptionalChaining', 'BooleanLiteral'],
  ['BlockStatement', 'ReturnValue', 'ArithmeticOperator', 'AssignmentOperator', 'UpdateOperator', 'UnaryOperator', 'BitwiseOperator'],
  [],
  ['MethodExpression', 'CallExpression', 'StatementRemoval'],
  ['StringLiteral', 'NumberLiteral', 'ArrayDeclaration', 'ObjectLiteral', 'Regex'],
]
const OTHERS = 2

/** Code that seldom deserves a test of its own: logging, messages of errors, measuring. */
const ARID = /\b(?:console|log|logger|debug|telemetry|metrics|performance)\s*\??\.|\b(?:debug|warn|trace|invariant)\(|\bnew \w*Error\(/

/**
 * A comparison that puts the most useful survivor first. In this order of weight:
 * 1. what a change brings comes before what was there, where that is known;
 * 2. arid code (logging, error texts, next to what a rule suppressed) comes last;
 * 3. what many tests reached without noticing comes first (20 and more, 5 to 19, 2 to 4, fewer); code that runs while its
 *    module loads counts as reached by few, because the tests that load the module need not care about it;
 * 4. exported code comes before private code;
 * 5. the operator: boundaries, defaults and conditions, then blocks and results, then calls, then literals;
 * 6. file and position.
 */
export function byUsefulness(result: Pick<RunResult, 'sources' | 'mutants' | 'brought'>): (a: Ranked, b: Ranked) => number {
  const texts = new Map(result.sources.map((source) => [source.path, source.text]))
  const exported = new Map<string, ReadonlySet<string>>()
  const suppressed = suppressedLines(result.mutants)
  const brought = new Set(result.brought?.mutants)
  const keys = new Map<string, readonly number[]>()

  const exportedOf = (file: string) => {
    const names = exported.get(file) ?? exportedNames(texts.get(file) ?? '')
    exported.set(file, names)
    return names
  }
  const keyOf = ({ mutant, verdict }: Ranked) => {
    const known = keys.get(mutant.id)
    if (known) return known
    const arid = suppressed.has(lineKey(mutant)) || ARID.test(lineOf(texts.get(mutant.file) ?? '', mutant.span.start))
    const tests = verdict.static ? 0 : crowd(verdict.coveredBy.length)
    const isExported = exportedOf(mutant.file).has(mutant.scope.split('.', 1)[0] ?? '')
    const key = [brought.has(mutant.id) ? 0 : 1, arid ? 1 : 0, -tests, isExported ? 0 : 1, operatorGroup(mutant.operator)]
    keys.set(mutant.id, key)
    return key
  }
  return (a, b) => {
    const left = keyOf(a)
    const right = keyOf(b)
    for (let i = 0; i < left.length; i++) {
      const difference = (left[i] ?? 0) - (right[i] ?? 0)
      if (difference !== 0) return difference
    }
    return byPlace(a.mutant, b.mutant)
  }
}

/** By file, then by position; the same on every machine. */
export function byPlace(a: Mutant, b: Mutant): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.span.start - b.span.start || b.span.end - a.span.end || (a.id < b.id ? -1 : 1)
}

function crowd(tests: number): number {
  return tests >= 20 ? 3 : tests >= 5 ? 2 : tests >= 2 ? 1 : 0
}

function operatorGroup(operator: string): number {
  const group = OPERATOR_GROUPS.findIndex((operators) => operators.includes(operator))
  return group === -1 ? OTHERS : group
}

function suppressedLines(mutants: readonly Mutant[]): ReadonlySet<string> {
  return new Set(mutants.filter((mutant) => mutant.ignored).map(lineKey))
}

function lineKey(mutant: Mutant): string {
  return `${mutant.location.start.line}:${mutant.file}`
}

function lineOf(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  // Not the whole of a line of a megabyte.
  return text.slice(Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 500), Math.min(end === -1 ? text.length : end, offset + 500))
}

/** The names a module exports, found by their form alone: a wrong guess changes an order and nothing else. */
function exportedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  const declarations =
    /\bexport\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|const|let|var|enum|namespace)\s+([\w$]+)/g
  for (const match of text.matchAll(declarations)) names.add(match[1] ?? '')
  for (const match of text.matchAll(/\bexport\s*\{([^}]*)\}(?!\s*from)/g)) {
    for (const part of (match[1] ?? '').split(',')) names.add(part.trim().replace(/^type\s+/, '').split(/\s/, 1)[0] ?? '')
  }
  for (const match of text.matchAll(/\bexport\s+default\s+([\w$]+)\s*(?:;|$)/gm)) names.add(match[1] ?? '')
  for (const match of text.matchAll(/\bexports\.([\w$]+)\s*=/g)) names.add(match[1] ?? '')
  names.delete('')
  return names
}
