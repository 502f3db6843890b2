/** Turns a source file and its mutants into one instrumented source with a source map. */
import MagicString, { SourceMap, type DecodedSourceMap } from 'magic-string'
import type { Captures, Declared, Kept, Place, Site, SourceFile } from '../model/instrumentable.js'
import { linesOf } from '../syntax/lines.js'
import { startOfModule } from './directives.js'
import { encodeConstant, encodeExport, encodeGuard, encodeReads, encodeSite, encodeTable, separator, type Insertion, type NumberedConstant, type Patch } from './encoding.js'
import { encodeCaptures, encodeGiven, encodeKept, encodeNames, encodeOpen, encodeSettings } from './encode-kept.js'

/** A version 3 source map with one source, whose text it contains. */
export interface InstrumentedMap {
  readonly version: number
  readonly sources: string[]
  readonly sourcesContent: string[]
  readonly names: string[]
  readonly mappings: string
}

export interface Instrumented {
  readonly code: string
  readonly map: InstrumentedMap
  /** Indexes of sites that got no switch because they are nested too deep: their mutants cannot be judged. Nearly always empty. */
  readonly omitted: readonly number[]
}

/** What a module tells of what it keeps. */
export interface HandedOut {
  readonly kept: readonly Kept[]
  readonly names: readonly Declared[]
  readonly captures?: Captures
  /** Functions of a module that is not mutated which keep nothing that is not handed out. */
  readonly opens?: readonly Place[]
}

const NOTHING: HandedOut = { kept: [], names: [] }

/** Each nested switch costs the JavaScript parser stack; it overflows near 1000. Sums of very many terms get there. */
const DEEPEST_EXPRESSION = 400

/**
 * Puts every site and guard of a file into its text. Site `i` of the file gets the number `firstSite + i`, body `i` the
 * number `firstBody + i`. What the module keeps is handed out while it loads.
 * Only text is put in, nothing is moved or parsed, so the original's own formatting and types stay.
 */
export function instrument(file: SourceFile, firstSite: number, firstBody = 0, handedOut: HandedOut = NOTHING): Instrumented {
  const omitted = tooDeep(file.sites)
  const constants = numberConstants(file, firstSite)
  const insertions = [prelude(file, firstSite, firstBody, constants)]
  // Of insertions around the same code the first one is the outermost.
  for (const numbered of constants.values()) insertions.push(encodeConstant(numbered))
  const settings = handedOut.captures?.settings ?? []
  insertions.push(...encodeGiven(file.path, settings))
  for (const guard of file.guards) insertions.push(encodeGuard(file.text, guard, firstBody))
  for (const [index, site] of file.sites.entries()) {
    if (!omitted.has(index)) insertions.push(encodeSite(file.text, site, firstSite + index))
  }
  for (const numbered of constants.values()) insertions.push(...encodeReads(numbered), ...encodeExport(numbered, file.path))
  for (const table of file.tables) {
    insertions.push(...encodeTable(table, table.slots.flatMap(({ key, constant }) => {
      const numbered = constants.get(constant)
      return numbered ? [{ key, numbered }] : []
    })))
  }
  insertions.push(...encodeSettings(file.path, settings), ...encodeHandedOut(file, handedOut))
  return { ...insert(file, insertions), omitted: [...omitted] }
}

/** A module that is not mutated, and hands out what it keeps. */
export function instrumentKept(file: Pick<SourceFile, 'path' | 'text'>, handedOut: HandedOut): Omit<Instrumented, 'omitted'> {
  const settings = handedOut.captures?.settings ?? []
  return insert(file, [...encodeGiven(file.path, settings), ...encodeSettings(file.path, settings), ...encodeHandedOut(file, handedOut), ...handedOut.opens?.map(encodeOpen) ?? []])
}

function encodeHandedOut({ path, text }: Pick<SourceFile, 'path' | 'text'>, { kept, names, captures }: HandedOut): Insertion[] {
  return [
    ...names.map((each) => encodeNames(path, text, each)), ...kept.map((each) => encodeKept(path, each)),
    ...captures ? encodeCaptures(path, text, captures) : [],
  ]
}

function insert({ path, text }: Pick<SourceFile, 'path' | 'text'>, insertions: readonly Insertion[]): Omit<Instrumented, 'omitted'> {
  const patches = mergeByOffset(insertions)
  const edited = new MagicString(text)
  for (const { offset, code } of patches) edited.appendLeft(offset, code)
  const map = edited.generateDecodedMap({ hires: 'boundary', source: path })
  mapInsertedLines(map.mappings, patches, text)
  const { version, names, mappings } = new SourceMap(map)
  return {
    code: edited.toString(),
    map: { version, sources: [path], sourcesContent: [text], names, mappings },
  }
}

/** Sites stand outer before inner, so that a stack of the ends of those around gives the depth. */
function tooDeep(sites: readonly Site[]): Set<number> {
  const found = new Set<number>()
  const ends: number[] = []
  for (const [index, { form, span }] of sites.entries()) {
    if (form !== 'expression') continue
    while (ends.length > 0 && ends.at(-1)! <= span.start) ends.pop()
    if (ends.length >= DEEPEST_EXPRESSION) found.add(index)
    else ends.push(span.end)
  }
  return found
}

/** Those that a mutant can change, by their index. */
function numberConstants({ constants, sites }: SourceFile, firstSite: number): Map<number, NumberedConstant> {
  const own = new Map<number, [first: number, last: number]>()
  for (const [at, { constant }] of sites.entries()) {
    if (constant === undefined) continue
    const number = firstSite + at
    own.set(constant, [own.get(constant)?.[0] ?? number, number])
  }
  return new Map(constants.flatMap((constant, index): [number, NumberedConstant][] => {
    const ranges = [index, ...constant.madeOf].flatMap((part) => { const range = own.get(part); return range ? [range] : [] })
    return ranges.length > 0 ? [[index, { constant, maker: `__mut$${index}`, ranges }]] : []
  }))
}

/** Announces the module; stands on the line of the first statement, so that no line moves. */
function prelude(
  file: SourceFile, firstSite: number, firstBody: number, constants: ReadonlyMap<number, NumberedConstant>,
): Insertion {
  const open = startOfModule(file.text)
  // At the end of the text a comment may stand on the last line.
  const atEnd = open === file.text.length
  const variables = constants.size > 0 ? `var ${[...constants.values()].map(({ maker }) => maker).join()};` : ''
  const bodies = file.bodies.length > 0 ? `,${firstBody},${file.bodies.length}` : ''
  const code = `__mut.r(${firstSite},${file.sites.length},${JSON.stringify(file.path)}${bodies});${variables}`
  return {
    open,
    before: { code: (atEnd ? '\n;' : separator(file.text, open)) + code, origins: atEnd ? [open] : [] },
    rank: 0,
  }
}

interface OffsetPatch {
  readonly offset: number
  code: string
  origins: number[]
}

/** One patch per offset, in order: first what closes there, inner before outer, then what opens there, outer before inner. */
function mergeByOffset(insertions: readonly Insertion[]): OffsetPatch[] {
  const opening = insertions.toSorted((a, b) =>
    a.open - b.open || a.rank - b.rank || (b.close ?? 0) - (a.close ?? 0))
  const closing = opening
    .map(({ close, after }, order) => ({ close: close ?? Infinity, after, order }))
    .filter(({ after }) => after !== undefined)
    .sort((a, b) => a.close - b.close || b.order - a.order)

  const merged: OffsetPatch[] = []
  const add = (offset: number, patch: Patch | undefined, prefix = '') => {
    let last = merged.at(-1)
    if (last?.offset !== offset) merged.push(last = { offset, code: '', origins: [] })
    last.code += prefix + (patch?.code ?? '')
    for (const origin of patch?.origins ?? []) last.origins.push(origin)
  }
  let next = 0
  const closeUpTo = (offset: number) => {
    for (; next < closing.length && closing[next]!.close <= offset; next++) add(closing[next]!.close, closing[next]!.after)
  }
  let wrappedAt = -1
  for (const { open, before, rank, startsStatement } of opening) {
    closeUpTo(open)
    add(open, before, startsStatement && open !== wrappedAt ? ';' : '')
    if (rank === 4) wrappedAt = open
  }
  closeUpTo(Infinity)
  return merged
}

/** A line that begins inside a patch has no mapping of its own at its start: it gets the one of the code it stands for. */
function mapInsertedLines(rows: DecodedSourceMap['mappings'], patches: readonly OffsetPatch[], text: string): void {
  const lines = linesOf(text)
  let inserted = 0
  for (const { offset, origins } of patches) {
    if (origins.length === 0) continue
    const row = lines.positionAt(offset).line - 1
    for (const origin of origins) {
      inserted++
      const { line, column } = lines.positionAt(origin)
      rows[row + inserted]?.unshift([0, 0, line - 1, column - 1])
    }
  }
}

/** Whether `code` is instrumented code whose first site is `firstSite`. Who prints code again may write 12000 as `12e3`. */
export function registers(code: string, firstSite: number): boolean {
  const [, number] = /__mut\.r\(([^,]*),/.exec(code) ?? []
  return number !== undefined && Number(number) === firstSite
}
