/** Finds the mutants that are the same program: equal to the original after minification of the code around them. */
import { minify_sync, type MinifyOptions } from 'terser'
import type { Mutant } from '../model/mutant.js'
import type { ReportedSource } from '../model/result.js'
import { parse, pieceAround, plainJavaScript, type Piece } from '../syntax/index.js'

/** The ids of those of `mutants`, all in one file, that are the same program as `source`. */
export function sameAfterMinification({ path, text }: ReportedSource, mutants: readonly Mutant[]): string[] {
  const parsed = parse(path, text)
  if (!parsed.ok) return []
  const originals = new Map<string, string | undefined>()
  return mutants.filter(({ span, replacement }) => {
    const piece = pieceAround(parsed.source, span)
    if (!piece) return false
    const key = `${piece.start}:${piece.end}`
    if (!originals.has(key)) originals.set(key, minified(path, piece, text.slice(piece.start, piece.end)))
    const original = originals.get(key)
    if (original === undefined) return false
    const mutated = text.slice(piece.start, span.start) + replacement + text.slice(span.end, piece.end)
    return minified(path, piece, mutated) === original
  }).map(({ id }) => id)
}

/**
 * What the minifier may do: put control flow, conditions and constants into one form, and drop what cannot be reached.
 * It may not drop values that are not used, nor move or inline them: it takes conversions (`+a`, `a < b`) for free of
 * effects, which they are not for every value.
 */
const OPTIONS: MinifyOptions = {
  // Nothing is known of other code: what a module declares may be used, and a name may stand for anything.
  toplevel: false,
  mangle: false,
  keep_fnames: true,
  keep_classnames: true,
  parse: {},
  compress: {
    module: false,
    toplevel: false,
    passes: 2,
    side_effects: false,
    unused: false,
    collapse_vars: false,
    reduce_funcs: false,
    inline: false,
    hoist_props: false,
    pure_getters: false,
    unsafe: false,
    keep_fargs: true,
    keep_infinity: true,
    drop_debugger: false,
    arguments: false,
  },
  format: { comments: false },
}

/** Undefined where the minifier cannot be trusted or cannot read the code. */
function minified(path: string, { wrap: [before, after] }: Piece, code: string): string | undefined {
  const plain = plainJavaScript(path, before + code + after)
  // The operand of `void` is dropped whenever it only converts or compares.
  if (plain === undefined || /\bvoid\b(?!\s*0\b)/u.test(plain)) return undefined
  try {
    return minify_sync(plain, structuredClone(OPTIONS)).code
  } catch {
    return undefined
  }
}
