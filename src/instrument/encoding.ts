/** The code that is put around each carrier and guard: a counter, the switch between original and mutants, a budget check. */
import type { Constant, Guard, Site, Table } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import { endOfDirectives } from './directives.js'

/** Code to put in at two offsets of the source; the second one is absent where nothing has to be closed. */
export interface Insertion {
  readonly open: number
  readonly before: Patch
  readonly close?: number
  readonly after?: Patch
  /**
   * Which comes first where several open at one offset: the prelude, then budget guards at the head of a block,
   * then the counter of that block, then what hands out its variables, then what wraps the code that follows.
   */
  readonly rank: 0 | 1 | 2 | 3 | 4
  /** Where a `(` could join the line above: a semicolon is put before `before`, unless something opened here already. */
  readonly startsStatement?: boolean
}

/** Some code, and for each line that begins inside it the offset of the source it stands for. */
export interface Patch {
  readonly code: string
  readonly origins: readonly number[]
}

const SPENT = '--__mut.b<0'

/** @param firstBody number of the first body of the file */
export function encodeGuard(text: string, { form, span: { start, end }, body }: Guard, firstBody: number): Insertion {
  const entered = body === undefined ? undefined : `__mut.f[${firstBody + body}]=1`
  switch (form) {
    case 'block': {
      const open = start === end ? start : headOfBlock(text, start)
      const mark = entered === undefined ? '' : `${entered};`
      return { open, before: plain(`${separator(text, open)}${mark}if(${SPENT})__mut.t();`), rank: 1 }
    }
    case 'expression': {
      const mark = entered === undefined ? '' : `${entered},`
      return { open: start, before: plain(`(${mark}${SPENT}&&__mut.t(),`), close: end, after: plain(')'), rank: 4 }
    }
    case 'statement':
      return { open: start, before: plain(`{if(${SPENT})__mut.t();`), close: end, after: plain('}'), rank: 4 }
  }
}

/** A constant in whose initializer, or in what it is made of, sites are. */
export interface NumberedConstant {
  readonly constant: Constant
  /** The variable that holds its initializer. */
  readonly maker: string
  /** Numbers of first and last sites, its own and of each constant that it is made of. */
  readonly ranges: readonly (readonly [first: number, last: number])[]
}

/** Makes the initializer of a constant a function, called at once and for each mutant in it. */
export function encodeConstant({ constant: { span }, maker, ranges }: NumberedConstant): Insertion {
  return { open: span.start, before: plain(`__mut.m(${maker}=()=>(`), close: span.end, after: plain(`),${ranges.flat().join()})`), rank: 4 }
}

/** Counts the reads of a constant and gives them the value that it has under the active mutant. */
export function encodeReads(numbered: NumberedConstant): Insertion[] {
  const { name, reads } = numbered.constant
  return reads.map(({ span: { start, end }, shorthand, startsStatement, inside }): Insertion => {
    const before = beforeRead(numbered, inside)
    return shorthand
      ? { open: end, before: plain(`:${before}${name})`), rank: 4 }
      : { open: start, before: plain(before), close: end, after: plain(')'), rank: 4, startsStatement }
  })
}

/** Has each property of a table that holds a constant count its reads, and give the value that this has under the active mutant. */
export function encodeTable({ span: { start, end } }: Table, slots: readonly { readonly key: string; readonly numbered: NumberedConstant }[]): Insertion[] {
  if (slots.length === 0) return []
  const code = slots.map(({ key, numbered: { maker, ranges } }) => `,${JSON.stringify(key)},${maker},[${ranges.flat().join()}]`).join('')
  return [{ open: start, before: plain('__mut.o('), close: end, after: plain(`${code})`), rank: 4 }]
}

/** Has other modules read an exported constant in the same way; stands behind the statement that exports it. */
export function encodeExport(numbered: NumberedConstant, path: string): Insertion[] {
  const { constant: { name, exportedAt }, ranges } = numbered
  if (exportedAt === undefined) return []
  const read = `()=>${beforeRead(numbered, false)}${name})`
  const firsts = ranges.map(([first]) => first).join()
  return [{ open: exportedAt, before: plain(`;__mut.x(${JSON.stringify(path)},${JSON.stringify(name)},${name},${read},${firsts});`), rank: 0 }]
}

/** @param inside who reads the constant around it is counted */
function beforeRead({ maker, ranges }: NumberedConstant, inside: boolean): string {
  const active = ranges.map(([first, last]) => (first === last ? `__mut.s===${first}` : `__mut.s>=${first}&&__mut.s<=${last}`)).join('||')
  const counts = inside ? '' : ranges.map(([first]) => `__mut.h[${first}]++,`).join('')
  return `(${counts}${active}?__mut.c(${maker}):`
}

export function encodeSite(text: string, site: Site, number: number): Insertion {
  switch (site.form) {
    case 'expression':
      return encodeExpression(text, site, number)
    case 'functionBody': {
      requireRemoval(site)
      const open = headOfBlock(text, site.span.start)
      return { open, before: plain(`${separator(text, open)}__mut.h[${number}]++;if(__mut.s===${number})return;`), rank: 2 }
    }
    case 'block':
      requireRemoval(site)
      return {
        open: site.span.start + 1,
        before: plain(`__mut.h[${number}]++;if(__mut.s!==${number}){`),
        close: site.span.end - 1,
        after: plain('}'),
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
  const alternatives = site.mutants.flatMap((mutant, index) => [
    index < last ? `__mut.a===${index}?` : '', operand(mutated(text, site, mutant)), ':',
  ])
  // Of a constant the reads are counted.
  const count = site.constant === undefined ? `__mut.h[${number}]++,` : ''
  // A comma binds weaker than the switch; elsewhere parentheses would only nest the code deeper.
  const hasComma = text.slice(start, end).includes(',')
  return {
    open: start,
    before: join([`${site.textOfEnum ? "''+" : ''}(${count}__mut.s===${number}?`, ...alternatives, hasComma ? '(0,' : '']),
    close: end,
    after: plain(hasComma ? '))' : ')'),
    rank: 4,
    startsStatement: site.startsStatement,
  }
}

/**
 * `if(count,s!==n){ORIGINAL}else …`: begins with a word, so that a line above without semicolon ends, and has its own
 * `else`, so that one which follows the original goes to the `if` it belonged to.
 */
function encodeStatement(text: string, site: Site, number: number): Insertion {
  const last = site.mutants.length - 1
  const alternatives = site.mutants.flatMap((mutant, index) => [
    'else ', index < last ? `if(__mut.a===${index})` : '', block(mutated(text, site, mutant)),
  ])
  return {
    open: site.span.start,
    before: plain(` if(__mut.h[${number}]++,__mut.s!==${number}){`),
    close: site.span.end,
    after: join(['}', ...alternatives]),
    rank: 4,
  }
}

/** The text of the carrier with the mutant's replacement, or the edit that stands in for it, in place. */
function mutated(text: string, { span }: Site, mutant: Mutant): Patch {
  const edit = mutant.standIn ?? mutant
  const head = text.slice(span.start, edit.span.start)
  const tail = text.slice(edit.span.end, span.end)
  // Many mutants keep one operand as it is.
  const kept = text.slice(edit.span.start, edit.span.end).indexOf(edit.replacement)
  return {
    code: head + edit.replacement + tail,
    origins: [
      ...lineStarts(head).map((offset) => span.start + offset),
      ...lineStarts(edit.replacement).map((offset) => edit.span.start + (kept < 0 ? 0 : kept + offset)),
      ...lineStarts(tail).map((offset) => edit.span.end + offset),
    ],
  }
}

/**
 * An expression as an operand of `?:`. The leading `0,` keeps parsers of TypeScript from taking `(a):(b)` for the head of
 * an arrow function with a return type.
 */
function operand(patch: Patch): Patch {
  return /^[\w$]+$/.test(patch.code) ? patch : join(['(0,', closeComment(patch), ')'])
}

function block(patch: Patch): Patch {
  return patch.code === '' || patch.code === ';' ? plain('{}') : join(['{', closeComment(patch), '}'])
}

/** Keeps a line comment at the end from swallowing what follows. */
function closeComment(patch: Patch): Patch {
  const { code, origins } = patch
  if (!code.includes('//', code.lastIndexOf('\n') + 1)) return patch
  return { code: code + '\n', origins: [...origins, origins.at(-1) ?? 0] }
}

export function plain(code: string): Patch {
  return { code, origins: [] }
}

function join(parts: readonly (string | Patch)[]): Patch {
  let code = ''
  const origins: number[] = []
  for (const part of parts) {
    if (typeof part === 'string') {
      code += part
    } else {
      code += part.code
      for (const origin of part.origins) origins.push(origin)
    }
  }
  return { code, origins }
}

/** Offsets of all lines but the first. */
function lineStarts(text: string): number[] {
  const starts: number[] = []
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function headOfBlock(text: string, start: number): number {
  return endOfDirectives(text, start + 1)
}

/** A directive may stand without its semicolon. */
export function separator(text: string, offset: number): string {
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
