/** Cuts a source into what runs when it is loaded, and the bodies of its outermost functions, which wait to be entered. */
import { sha256 } from '../common/hash.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'

export interface Parts {
  /** Hash of the text without the bodies. Of two texts that have it in common the bodies correspond one by one. */
  readonly skeleton: string
  /** Hashes of the bodies, in source order. */
  readonly bodies: readonly string[]
}

export function partsOf({ text, bodies }: Pick<SourceFile, 'text' | 'bodies'>): Parts {
  const pieces: string[] = []
  let at = 0
  for (const { start, end } of bodies) {
    pieces.push(text.slice(at, start))
    at = end
  }
  pieces.push(text.slice(at))
  return {
    skeleton: short(JSON.stringify(pieces)),
    bodies: bodies.map(({ start, end }) => short(text.slice(start, end))),
  }
}

/** Where a mutant stands, told in a way that edits in other bodies do not change: which part, and how far from its start. */
export function placeOf({ bodies }: Pick<SourceFile, 'bodies'>, { span: { start } }: Pick<Mutant, 'span'>): string {
  let before = 0
  for (const [index, body] of bodies.entries()) {
    if (start < body.start) break
    if (start < body.end) return `${index}:${start - body.start}`
    before += body.end - body.start
  }
  return `-:${start - before}`
}

function short(text: string): string {
  return sha256(text).slice(0, 16)
}
