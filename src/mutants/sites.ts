/** Mutants by the place where they are switched, and the constants that are made again where they are read. */
import type { CarrierForm, Constant, Site, Table } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { Span } from '../model/span.js'
import { isTextOfEnum, runsAtLoad, spanOf, ts, type ModuleConstant, type WrittenTable } from '../syntax/index.js'
import type { Draft } from './drafts.js'

/** Mutants by carrier, outer carriers before inner ones. */
export function sitesOf(
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
  // Pushing leaves room for 16 more behind the one or two mutants of most sites: a copy has none.
  return Array.from(sites.values(), (site) => ({ ...site, mutants: [...site.mutants] })).sort((a, b) =>
    a.span.start - b.span.start || b.span.end - a.span.end || depth(a.form) - depth(b.form))
}

/** The statements of a `case` are switched as one statement; everything else as the node it is. */
function carrierSpan(carrier: ts.Node, source: ts.SourceFile): Span {
  if (!ts.isCaseOrDefaultClause(carrier)) return spanOf(carrier, source)
  return { start: carrier.statements[0]!.getStart(source), end: carrier.statements.at(-1)!.end }
}

/** Constants with the values that tables hold, and where those tables are. */
export function describeTables(named: readonly ModuleConstant[], written: readonly WrittenTable[], source: ts.SourceFile) {
  const constants = [...named]
  const inTables = new Set<ts.Node>()
  const tables = written.map(({ literal, slots }): Table => ({
    span: spanOf(literal, source),
    slots: slots.map(({ key, value, constant }) => {
      if (constant) inTables.add(value)
      else constants.push({ name: '', initializer: value, reads: [] })
      return { key, constant: constant ? named.indexOf(constant) : constants.length - 1 }
    }),
  }))
  return { constants: constants.map((each) => ({ ...each, reads: each.reads.filter((read) => !inTables.has(read)) })), tables }
}

export function describeConstants(constants: readonly ModuleConstant[], source: ts.SourceFile): Constant[] {
  const byInitializer = new Map<ts.Node, number>(constants.map(({ initializer }, index) => [initializer, index]))
  /** The constant in whose initializer a read stands. */
  const holder = (read: ts.Node): number | undefined => {
    const initializer = ts.findAncestor(read, (node) => byInitializer.has(node))
    return initializer && byInitializer.get(initializer)
  }
  const parts = new Map<number, number[]>()
  for (const [part, { reads }] of constants.entries()) {
    for (const whole of reads.flatMap((read) => holder(read) ?? [])) parts.set(whole, [...parts.get(whole) ?? [], part])
  }
  return constants.map(({ name, initializer, reads, exportedBy }, index) => {
    const madeOf = new Set(parts.get(index))
    // A set that grows is walked to its end.
    for (const part of madeOf) for (const other of parts.get(part) ?? []) madeOf.add(other)
    return {
      name,
      span: spanOf(initializer, source),
      reads: reads.map((read) => ({
        span: spanOf(read, source),
        startsStatement: beginsStatement(read),
        shorthand: ts.isShorthandPropertyAssignment(read.parent) && read.parent.name === read,
        inside: holder(read) !== undefined,
      })),
      madeOf: [...madeOf],
      ...(exportedBy && { exportedAt: exportedBy.end }),
    }
  })
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
