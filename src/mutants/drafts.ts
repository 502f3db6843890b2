/** One walk over the syntax tree: what the operators make of each node. */
import type { CarrierForm } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { Span } from '../model/span.js'
import type { Context, Edit, Mutation, Operator } from '../operators/index.js'
import { changeKey, expressionCarrier, fitExpression, spaced, spanOf, ts, visit, type Facts } from '../syntax/index.js'
import { guardOf, type FoundGuard } from './guards.js'

/** A mutant before it has an identity, with the node that its switch goes around. */
export interface Draft extends Pick<Mutant, 'span' | 'original' | 'replacement' | 'operator' | 'scope'> {
  standIn?: NonNullable<Mutant['standIn']>
  extreme?: Span
  readonly order: number
  readonly node: ts.Node
  readonly onlyAlone: boolean
  readonly form: CarrierForm
  readonly carrier: ts.Node
}

/** One walk over the tree: what every operator makes of every node, and the guards. */
export function collect(
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
    // No spread here nor below: this is done for every mutant, and assigning takes a fraction of the time.
    const draft: Draft = {
      span: edit.span,
      original: edit.original,
      replacement: edit.replacement,
      node: mutation.node,
      carrier,
      form: (standIn ?? mutation).form ?? 'expression',
      operator: operator.name,
      order: operators.indexOf(operator),
      scope,
      onlyAlone: mutation.onlyAlone ?? false,
    }
    if (standIn) draft.standIn = { span: switched.span, replacement: switched.replacement }
    if (extreme) draft.extreme = extreme
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
