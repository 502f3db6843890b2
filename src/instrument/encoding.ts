/** The code that is put around each carrier and guard: a counter, the switch between original and mutants, a budget check. */
import type { Guard, Site } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import { endOfDirectives } from './directives.js'

/** Code to put in at two offsets of the source; the second one is absent where nothing has to be closed. */
export interface Insertion {
  readonly open: number
  readonly before: string
  readonly close?: number
  readonly after?: string
  /**
   * Which comes first where several open at one offset: the prelude, then budget guards at the head of a block,
   * then the counter of that block, then what wraps the code that follows.
   */
  readonly rank: 0 | 1 | 2 | 3
  /** Where a `(` could join the line above: a semicolon is put before `before`, unless something opened here already. */
  readonly startsStatement?: boolean
}

const SPENT = '--__mut.b<0'

export function encodeGuard(text: string, guard: Guard): Insertion {
  const { start, end } = guard.span
  switch (guard.form) {
    case 'block': {
      const open = start === end ? start : headOfBlock(text, start)
      return { open, before: `${separator(text, open)}if(${SPENT})__mut.t();`, rank: 1 }
    }
    case 'expression':
      return { open: start, before: `(${SPENT}&&__mut.t(),`, close: end, after: ')', rank: 3 }
    case 'statement':
      return { open: start, before: `{if(${SPENT})__mut.t();`, close: end, after: '}', rank: 3 }
  }
}

export function encodeSite(text: string, site: Site, number: number): Insertion {
  switch (site.form) {
    case 'expression':
      return encodeExpression(text, site, number)
    case 'functionBody': {
      requireRemoval(site)
      const open = headOfBlock(text, site.span.start)
      return { open, before: `${separator(text, open)}__mut.h[${number}]++;if(__mut.s===${number})return;`, rank: 2 }
    }
    case 'block':
      requireRemoval(site)
      return {
        open: site.span.start + 1,
        before: `__mut.h[${number}]++;if(__mut.s!==${number}){`,
        close: site.span.end - 1,
        after: '}',
        rank: 2,
      }
    case 'statement':
      return encodeStatement(text, site, number)
  }
}

/** `(count,s===n?a===0?(first):(second):ORIGINAL)`; the alternatives are plain text, the original keeps its own switches. */
function encodeExpression(text: string, site: Site, number: number): Insertion {
  const { start, end } = site.span
  const last = site.mutants.length - 1
  const alternatives = site.mutants
    .map((mutant, index) => (index < last ? `__mut.a===${index}?` : '') + operand(mutated(text, site, mutant)))
    .join(':')
  // A comma binds weaker than the switch; elsewhere parentheses would only nest the code deeper.
  const hasComma = text.slice(start, end).includes(',')
  return {
    open: start,
    before: `(__mut.h[${number}]++,__mut.s===${number}?${alternatives}:${hasComma ? '(0,' : ''}`,
    close: end,
    after: hasComma ? '))' : ')',
    rank: 3,
    startsStatement: site.startsStatement,
  }
}

/**
 * `if(count,s!==n){ORIGINAL}else …`: begins with a word, so that a line above without semicolon ends, and has its own
 * `else`, so that one which follows the original goes to the `if` it belonged to.
 */
function encodeStatement(text: string, site: Site, number: number): Insertion {
  const last = site.mutants.length - 1
  const alternatives = site.mutants
    .map((mutant, index) => (index < last ? `if(__mut.a===${index})` : '') + block(mutated(text, site, mutant)))
    .join('else ')
  return {
    open: site.span.start,
    before: ` if(__mut.h[${number}]++,__mut.s!==${number}){`,
    close: site.span.end,
    after: `}else ${alternatives}`,
    rank: 3,
  }
}

/** The text of the carrier with the mutant's replacement in place. */
export function mutated(text: string, site: Site, mutant: Mutant): string {
  return text.slice(site.span.start, mutant.span.start) + mutant.replacement + text.slice(mutant.span.end, site.span.end)
}

/**
 * An expression as an operand of `?:`. The leading `0,` keeps parsers of TypeScript from taking `(a):(b)` for the head of
 * an arrow function with a return type.
 */
function operand(code: string): string {
  return /^[\w$]+$/.test(code) ? code : `(0,${closeComment(code)})`
}

function block(code: string): string {
  return code === '' || code === ';' ? '{}' : `{${closeComment(code)}}`
}

/** Keeps a line comment at the end from swallowing what follows. */
function closeComment(code: string): string {
  return code.includes('//', code.lastIndexOf('\n') + 1) ? code + '\n' : code
}

function headOfBlock(text: string, start: number): number {
  return endOfDirectives(text, start + 1)
}

/** A directive may stand without its semicolon. */
function separator(text: string, offset: number): string {
  const previous = text[offset - 1]
  return previous === '"' || previous === "'" ? ';' : ''
}

/** The encoding of blocks knows one mutant only: an empty block. Any other would look reached and change nothing. */
function requireRemoval(site: Site): void {
  const [mutant, another] = site.mutants
  const whole = mutant?.span.start === site.span.start && mutant.span.end === site.span.end
  if (!mutant || another || !whole || !/^\{\s*\}$/.test(mutant.replacement)) {
    throw new Error(`A ${site.form} site takes exactly one mutant, which empties it (${mutant?.file ?? ''} at ${site.span.start})`)
  }
}
