/** Source text to mutants, the sites they are switched at, and the guards that keep them from running for ever. */
import { sha256 } from '../common/hash.js'
import type { CarrierForm, Constant, Guard, Site, SourceFile } from '../model/instrumentable.js'
import type { Ignored, Mutant } from '../model/mutant.js'
import type { Note } from '../model/result.js'
import type { Location, Span } from '../model/span.js'
import { operators as builtIn, type Context, type Edit, type Mutation, type Operator } from '../operators/index.js'
import { readComments, type Candidate, type Rule } from '../suppression/index.js'
import {
  changeKey, constantsOf, directiveCount, expressionCarrier, fitExpression, isFunctionNode, isTextOfEnum, linesOf,
  loopBody, parse, runsAtLoad, spaced, syntacticFacts, ts, typedFacts, visit, type Facts, type ModuleConstant, type SyntaxProblem, type TypedFile,
} from '../syntax/index.js'

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

/** A mutant before it has an identity, with the node that its switch goes around. */
interface Draft extends Pick<Mutant, 'span' | 'original' | 'replacement' | 'operator' | 'scope' | 'standIn'> {
  extreme?: Span
  readonly order: number
  readonly node: ts.Node
  readonly onlyAlone: boolean
  readonly form: CarrierForm
  readonly carrier: ts.Node
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
  const found = constantsOf(source)
  const sites = sitesOf(drafts, mutants, source, found)
  const constants = found.map((constant) => describeConstant(constant, source))
  return { path, text, mutants, sites, ...numberBodies(guards), constants, parseMs, ...(unused.length > 0 ? { notes: unused } : {}) }
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
    const candidate: Candidate = { ...file, operator, node, replacement }
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

/** One walk over the tree: what every operator makes of every node, and the guards. */
function collect(
  path: string, source: ts.SourceFile, operators: readonly Operator[], facts: Facts,
): { drafts: Draft[]; guards: FoundGuard[] } {
  const drafts: Draft[] = []
  const guards: FoundGuard[] = []
  const seen = new Map<string, Draft>()
  const context: Context = { path, source, facts, text: (node) => node.getText(source) }
  const interested = byKind(operators)

  function add(mutation: Mutation, operator: Operator, scope: string): void {
    const edit = editOf(mutation, source)
    if (!edit || edit.original === edit.replacement) return
    const { standIn } = mutation
    const switched = standIn ? editOf(standIn, source) : edit
    const carrier = carrierOf(standIn ?? mutation)
    if (!switched || !carrier) return
    const key = operator.level === 'stryker'
      ? `${edit.span.start}:${edit.span.end}:${edit.replacement}`
      : changeKey(source.text, edit.span, edit.replacement)
    const extreme = mutation.extreme && spanOf(mutation.extreme, source)
    const same = seen.get(key)
    if (same) {
      if (extreme) same.extreme ??= extreme
      return
    }
    const draft: Draft = {
      ...edit,
      node: mutation.node,
      carrier,
      form: (standIn ?? mutation).form ?? 'expression',
      operator: operator.name,
      order: operators.indexOf(operator),
      scope,
      onlyAlone: mutation.onlyAlone ?? false,
      ...(standIn ? { standIn: { span: switched.span, replacement: switched.replacement } } : {}),
      ...(extreme ? { extreme } : {}),
    }
    seen.set(key, draft)
    drafts.push(draft)
  }

  visit(source, (node, scope) => {
    for (const operator of interested.get(node.kind) ?? []) {
      for (const mutation of operator.mutate(node, context)) add(mutation, operator, scope)
    }
    const guard = guardOf(node, source)
    if (guard) guards.push(guard)
  })
  drafts.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end || a.order - b.order)
  return { drafts: withoutCrowded(drafts), guards }
}

/** Gives up the mutants that want to be alone in their span and are not; expects source order. */
function withoutCrowded(drafts: readonly Draft[]): Draft[] {
  return drafts.filter((draft, index) => !draft.onlyAlone || !isCrowded(draft, index, drafts))
}

function isCrowded({ span }: Draft, index: number, drafts: readonly Draft[]): boolean {
  let first = index
  while (drafts[first - 1]?.span.start === span.start) first--
  for (let at = first; at < drafts.length; at++) {
    const other = drafts[at]!
    if (other.span.start >= span.end) return false
    if (!other.onlyAlone && other.span.end <= span.end) return true
  }
  return false
}

function byKind(operators: readonly Operator[]): Map<ts.SyntaxKind, Operator[]> {
  const table = new Map<ts.SyntaxKind, Operator[]>()
  for (const operator of operators) {
    for (const kind of operator.kinds) table.set(kind, [...table.get(kind) ?? [], operator])
  }
  return table
}

/** The text to replace and the text to put there so that it is read as it is meant; undefined where there is none such. */
function editOf(edit: Edit, source: ts.SourceFile): Pick<Mutant, 'span' | 'original' | 'replacement'> | undefined {
  const { node } = edit
  const span = edit.span ?? spanOf(node, source)
  const whole = !edit.span && !edit.form && ts.isExpression(node)
  const fitting = whole ? fitExpression(node, edit.replacement, edit.shape, source) : edit.replacement
  if (fitting === undefined) return undefined
  const original = source.text.slice(span.start, span.end)
  return { span, original, replacement: original === fitting ? fitting : spaced(span, fitting, source.text) }
}

/** The node that the switch goes around; undefined where none can stand. */
function carrierOf({ node, form }: Edit): ts.Node | undefined {
  return form === undefined || form === 'expression' ? expressionCarrier(node) : node
}

function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return { start: node.getStart(source), end: node.end }
}

/** The statements of a `case` are switched as one statement; everything else as the node it is. */
function carrierSpan(carrier: ts.Node, source: ts.SourceFile): Span {
  if (!ts.isCaseOrDefaultClause(carrier)) return spanOf(carrier, source)
  return { start: carrier.statements[0]!.getStart(source), end: carrier.statements.at(-1)!.end }
}

/**
 * Gives each draft its id: a hash of what it is and where it belongs, and of nothing else in the file.
 * @param untyped the drafts without the help of types: what is in both has the same id whether types helped or not
 */
function identify(
  file: string, text: string, drafts: readonly Draft[], ignoredBy: (draft: Draft, location: Location) => Ignored | undefined,
  untyped: readonly Draft[],
): Mutant[] {
  const lines = linesOf(text)
  // Line ends depend on how the file was checked out.
  const contentOf = ({ operator, scope, original, replacement }: Draft): string =>
    JSON.stringify([file, operator, scope, original, replacement]).replaceAll('\\r\\n', '\\n')
  const counts = new Map<string, number>()
  const ordinals = new Map<string, number>()
  const count = (draft: Draft): void => {
    const content = contentOf(draft)
    const place = `${draft.span.start} ${content}`
    if (ordinals.has(place)) return
    const ordinal = counts.get(content) ?? 0
    counts.set(content, ordinal + 1)
    ordinals.set(place, ordinal)
  }
  untyped.forEach(count)
  drafts.forEach(count)
  return drafts.map((draft) => {
    const { operator, scope, span, original, replacement, standIn, extreme } = draft
    const content = contentOf(draft)
    const ordinal = ordinals.get(`${span.start} ${content}`) ?? 0
    const id = sha256(`${content}${ordinal}`).slice(0, 12)
    const location = lines.locationOf(span)
    const ignored = ignoredBy(draft, location)
    return {
      id, file, operator, span, location, original, replacement, scope, ordinal,
      ...(standIn ? { standIn } : {}),
      ...(extreme ? { extreme } : {}),
      ...(ignored ? { ignored } : {}),
    }
  })
}

/** Mutants by carrier, outer carriers before inner ones. */
function sitesOf(
  drafts: readonly Draft[], mutants: readonly Mutant[], source: ts.SourceFile, constants: readonly ModuleConstant[],
): Site[] {
  const sites = new Map<ts.Node, Site & { readonly mutants: Mutant[] }>()
  for (const [index, { carrier, form }] of drafts.entries()) {
    const mutant = mutants[index]
    if (!mutant || mutant.ignored) continue
    let site = sites.get(carrier)
    if (!site) {
      const startsStatement = form === 'expression' && beginsStatement(carrier)
      const span = carrierSpan(carrier, source)
      const constant = constants.findIndex(({ initializer }) => initializer.pos <= span.start && span.end <= initializer.end)
      const loadTime = constant === -1 && form !== 'functionBody' && runsAtLoad(carrier)
      site = {
        form, span, loadTime, startsStatement, mutants: [],
        ...(constant === -1 ? {} : { constant }),
        ...(isTextOfEnum(carrier) ? { textOfEnum: true } : {}),
      }
      sites.set(carrier, site)
    }
    site.mutants.push(mutant)
  }
  return [...sites.values()].sort((a, b) =>
    a.span.start - b.span.start || b.span.end - a.span.end || depth(a.form) - depth(b.form))
}

function describeConstant({ name, initializer, reads }: ModuleConstant, source: ts.SourceFile): Constant {
  return {
    name,
    span: spanOf(initializer, source),
    reads: reads.map((read) => ({
      span: spanOf(read, source),
      startsStatement: beginsStatement(read),
      shorthand: ts.isShorthandPropertyAssignment(read.parent) && read.parent.name === read,
    })),
  }
}

/** Of two carriers with the same text the statement contains the expression. */
function depth(form: CarrierForm): number {
  return form === 'expression' ? 1 : 0
}

/** Whether `node` is what an expression statement in a list of statements begins with. */
function beginsStatement(node: ts.Node): boolean {
  let current = node
  while (!ts.isExpressionStatement(current)) {
    if (current.parent.pos !== node.pos) return false
    current = current.parent
  }
  const list = current.parent
  return ts.isBlock(list) || ts.isSourceFile(list) || ts.isModuleBlock(list) || ts.isCaseOrDefaultClause(list)
}

interface FoundGuard extends Guard {
  /** The whole body; set for functions. */
  readonly around?: Span
}

/** Where the remaining budget is checked in a function or loop. */
function guardOf(node: ts.Node, source: ts.SourceFile): FoundGuard | undefined {
  const isFunction = isFunctionNode(node)
  const body = isFunction ? node.body : loopBody(node)
  if (!body) return undefined
  const around = isFunction ? { around: spanOf(body, source) } : {}
  if (!ts.isBlock(body)) return { form: isFunction ? 'expression' : 'statement', span: spanOf(body, source), ...around }
  const directives = isFunction ? directiveCount(body.statements) : 0
  const start = directives > 0 ? body.statements[directives - 1]!.end : body.getStart(source) + 1
  return { form: 'block', span: { start, end: start }, ...around }
}

/** Tells the bodies of outermost functions from those inside of them. Guards stand outer before inner, in source order. */
function numberBodies(found: readonly FoundGuard[]): Pick<SourceFile, 'guards' | 'bodies'> {
  const bodies: Span[] = []
  const guards = found.map(({ around, ...guard }): Guard => {
    if (!around || around.start < (bodies.at(-1)?.end ?? 0)) return guard
    bodies.push(around)
    return { ...guard, body: bodies.length - 1 }
  })
  return { guards, bodies }
}
