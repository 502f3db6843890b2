/** Regular expressions: anchors, quantifiers, classes, alternatives and lookarounds. */
import { parsePattern, patternNodes, splitRegex, ts, type PatternAST } from '../syntax/index.js'
import type { Mutation, Operator } from './operator.js'

export const regex: Operator = {
  name: 'Regex',
  level: 'default',
  description: 'Loosens or turns around one part of a regular expression.',
  why: 'A pattern that can be loosened unnoticed accepts more than the tests say, or rejects it.',
  remedy: 'Test texts that match except for that part: a prefix, a suffix, a repetition, another kind of character.',
  kinds: [ts.SyntaxKind.RegularExpressionLiteral, ts.SyntaxKind.NewExpression, ts.SyntaxKind.CallExpression],
  examples: [
    { before: 'x = /^a$/', after: ['x = /a$/', 'x = /^a/'] },
    { before: 'x = /\\ba/', after: ['x = /a/'] },
    { before: 'x = /a+b*?c{2}/', after: ['x = /ab*?c{2}/', 'x = /a+bc{2}/', 'x = /a+b*?c/'] },
    { before: 'x = /[ab]\\d/', after: ['x = /[^ab]\\d/', 'x = /[ab]\\D/'] },
    { before: 'x = /a(b|c)/', after: ['x = /a(c)/', 'x = /a(b)/'] },
    { before: 'x = /a(?=b)/', after: ['x = /a(?!b)/'] },
    { before: 'x = new RegExp("^a")', after: ['x = new RegExp("a")'] },
    { before: 'x = new RegExp(a)', after: [] },
  ],
  *mutate(node, { text }) {
    if (ts.isRegularExpressionLiteral(node)) {
      const { pattern, flags } = splitRegex(text(node))
      for (const { pattern: changed, subsumed } of changesOf(pattern, flags)) {
        yield { node, replacement: `/${changed}/${flags}`, ...(subsumed ? { subsumed } : {}) }
      }
      for (const flag of flags) {
        if ('gimsy'.includes(flag)) yield { node, replacement: `/${pattern}/${flags.replace(flag, '')}`, subsumed: true }
      }
    } else {
      yield* ofConstructor(node as ts.NewExpression | ts.CallExpression)
    }
  },
}

/** `new RegExp('…')` and `RegExp('…', 'flags')` with literal texts. */
function* ofConstructor(node: ts.NewExpression | ts.CallExpression): Generator<Mutation> {
  const [pattern, flags] = node.arguments ?? []
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'RegExp') return
  if (!pattern || !ts.isStringLiteral(pattern) || flags && !ts.isStringLiteral(flags)) return
  for (const { pattern: changed, subsumed } of changesOf(pattern.text, flags?.text ?? '')) {
    yield { node: pattern, replacement: JSON.stringify(changed), ...(subsumed ? { subsumed } : {}) }
  }
}

interface Change {
  readonly pattern: string
  readonly subsumed?: true
}

function* changesOf(pattern: string, flags: string): Generator<Change> {
  const tree = parsePattern(pattern, flags)
  if (!tree) return
  for (const node of patternNodes(tree)) {
    for (const { start, end, by, subsumed } of editsOf(node)) {
      const changed = pattern.slice(0, start) + by + pattern.slice(end)
      // Nothing at all would be a comment, and a pattern that has become invalid would only throw.
      if (changed !== '' && parsePattern(changed, flags)) yield { pattern: changed, ...(subsumed ? { subsumed } : {}) }
    }
  }
}

interface PatternEdit {
  readonly start: number
  readonly end: number
  readonly by: string
  readonly subsumed?: true
}

function* editsOf(node: PatternAST.Node): Generator<PatternEdit> {
  const { start, end } = node
  switch (node.type) {
    case 'Assertion':
      if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') yield { start, end, by: '' }
      else yield signOf(node)
      return
    case 'Quantifier': {
      const by = node.raw.slice(0, node.element.end - node.start)
      yield { start, end, by }
      const lazy = node.greedy ? '' : '?'
      if (node.min === 1 && node.max === Infinity) yield { start, end, by: `${by}*${lazy}`, subsumed: true }
      if (node.min === 0 && node.max === Infinity) yield { start, end, by: `${by}+${lazy}`, subsumed: true }
      return
    }
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      yield { start: start + 1, end: start + (node.negate ? 2 : 1), by: node.negate ? '' : '^' }
      return
    case 'CharacterSet':
      if (node.kind !== 'any') yield { start: start + 1, end: start + 2, by: flipped(node.raw[1] ?? '') }
      return
    case 'Alternative':
      if (node.parent.alternatives.length > 1) yield withoutAlternative(node)
  }
}

/** `(?=` and `(?!`, `(?<=` and `(?<!`. */
function signOf(node: PatternAST.LookaroundAssertion): PatternEdit {
  const at = node.start + (node.kind === 'lookahead' ? 2 : 3)
  return { start: at, end: at + 1, by: node.negate ? '=' : '!' }
}

/** `\d` and `\D`, `\p` and `\P`. */
function flipped(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
}

function withoutAlternative(node: PatternAST.Alternative): PatternEdit {
  const last = node.parent.alternatives.at(-1) === node
  return { start: last ? node.start - 1 : node.start, end: last ? node.end : node.end + 1, by: '' }
}
