/** Turns a source file and its mutants into one instrumented source with a source map. */
import MagicString, { SourceMap, type DecodedSourceMap } from 'magic-string'
import type { SourceFile } from '../model/instrumentable.js'
import { startOfModule } from './directives.js'
import { encodeGuard, encodeSite, type Insertion } from './encoding.js'

/** A version 3 source map with one source, whose text it contains. */
export interface InstrumentedMap {
  readonly version: number
  readonly sources: string[]
  readonly sourcesContent: (string | null)[]
  readonly names: string[]
  readonly mappings: string
}

export interface Instrumented {
  readonly code: string
  readonly map: InstrumentedMap
}

/**
 * Puts every site and guard of a file into its text. Site `i` of the file gets the number `firstSite + i`.
 * Only text is put in, nothing is moved or parsed, so the original's own formatting and types stay.
 */
export function instrument(file: SourceFile, firstSite: number): Instrumented {
  const insertions = [
    prelude(file, firstSite),
    ...file.guards.map((guard) => encodeGuard(file.text, guard)),
    ...file.sites.map((site, index) => encodeSite(file.text, site, firstSite + index)),
  ]
  const edited = new MagicString(file.text)
  for (const [offset, code] of mergeByOffset(insertions)) edited.appendLeft(offset, code)
  const map = edited.generateDecodedMap({ hires: 'boundary', source: file.path, includeContent: true })
  mapLinesOfInsertions(map.mappings)
  return { code: edited.toString(), map: encodeMap(map, file) }
}

/** Announces the module; stands on the line of the first statement, so that no line moves. */
function prelude(file: SourceFile, firstSite: number): Insertion {
  const open = startOfModule(file.text)
  const before = file.text[open - 1]
  // After a directive without its semicolon, or after a last line that may be a comment.
  const separator = open === file.text.length ? '\n;' : before === '"' || before === "'" ? ';' : ''
  return {
    open,
    before: `${separator}__mut.r(${firstSite},${file.sites.length},${JSON.stringify(file.path)});`,
    rank: 0,
  }
}

/** One text per offset: first what closes there, inner before outer, then what opens there, outer before inner. */
function mergeByOffset(insertions: Insertion[]): Map<number, string> {
  const opening = insertions.map((insertion, index) => ({ insertion, index })).sort(
    (a, b) =>
      a.insertion.open - b.insertion.open
      || a.insertion.rank - b.insertion.rank
      || (b.insertion.close ?? 0) - (a.insertion.close ?? 0)
      || a.index - b.index,
  )
  const closing = opening
    .map(({ insertion }, order) => ({ insertion, order }))
    .filter(({ insertion }) => insertion.close !== undefined)
    .sort((a, b) => (a.insertion.close ?? 0) - (b.insertion.close ?? 0) || b.order - a.order)

  const codes = new Map<number, string>()
  const add = (offset: number, code: string) => codes.set(offset, (codes.get(offset) ?? '') + code)
  let next = 0
  const closeUpTo = (offset: number) => {
    for (let entry = closing[next]; entry && (entry.insertion.close ?? 0) <= offset; entry = closing[++next]) {
      add(entry.insertion.close ?? 0, entry.insertion.after ?? '')
    }
  }
  let wrappedAt = -1
  for (const { insertion } of opening) {
    closeUpTo(insertion.open)
    const semicolon = insertion.startsStatement === true && insertion.open !== wrappedAt ? ';' : ''
    add(insertion.open, semicolon + insertion.before)
    if (insertion.rank === 3) wrappedAt = insertion.open
  }
  closeUpTo(Infinity)
  return codes
}

/** A line that begins inside inserted code has no mapping there; it belongs to the code that follows. */
function mapLinesOfInsertions(lines: DecodedSourceMap['mappings']): void {
  let following: DecodedSourceMap['mappings'][number][number] | undefined
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] ?? []
    const first = line[0] ?? following
    if (first?.[2] !== undefined && first[3] !== undefined && line[0]?.[0] !== 0) line.unshift([0, 0, first[2], first[3]])
    following = line[0]
  }
}

function encodeMap(decoded: DecodedSourceMap, file: SourceFile): InstrumentedMap {
  const { version, names, mappings } = new SourceMap(decoded)
  return { version, sources: [file.path], sourcesContent: [file.text], names, mappings }
}
