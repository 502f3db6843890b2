/** Comments that switch mutants off: those of this project, and those of StrykerJS as they are. */
import type { Mutant } from '../model/mutant.js'
import { ts } from '../syntax/index.js'

/** One comment that switches off or on. */
interface Directive {
  /** As written, for messages. */
  readonly text: string
  /** Line of the comment's end, from 1. */
  readonly line: number
  readonly kind: 'disable' | 'restore' | 'disable-next-line' | 'restore-next-line'
  /** Names in lower case; undefined means all. */
  readonly names?: ReadonlySet<string>
  readonly reason?: string
}

export interface UnusedComment {
  /** Line of the comment's end, from 1. */
  readonly line: number
  readonly text: string
  /** What it names that is no operator, as written but for its case. */
  readonly unknown: readonly string[]
}

export interface Comments {
  /** Why a mutant is switched off; undefined when it is not. */
  reasonFor(mutant: Pick<Mutant, 'operator' | 'location'>): string | undefined
  /**
   * The comments that switched nothing off so far, of those that mean one of these operators, and those that name an
   * operator which does not exist.
   * @param operators names of the operators that were asked
   * @param existing whether a name in small letters is that of an operator at all
   */
  unused(operators: ReadonlySet<string>, existing: (name: string) => boolean): readonly UnusedComment[]
}

const OWN = /^\s*mutate-(disable-next-line|disable|restore)(?:\s+([^:]*))?(?::([^]*))?$/
const STRYKER = /^\s*Stryker\s+(disable|restore)(?:\s+(next-line))?(?:\s+([^:]*))?(?::([^]*))?$/

/** The directives in the comments of `source`. */
export function readComments(source: ts.SourceFile): Comments {
  const directives = /mutate-(?:disable|restore)|Stryker\s+(?:disable|restore)/.test(source.text) ? findDirectives(source) : []
  const used = new Set<Directive>()

  function reasonFor({ operator, location }: Pick<Mutant, 'operator' | 'location'>): string | undefined {
    const { line } = location.start
    const name = operator.toLowerCase()
    let active: Directive | undefined
    for (const directive of directives) {
      if (directive.names && !directive.names.has(name)) continue
      if (directive.kind === 'disable-next-line' || directive.kind === 'restore-next-line') {
        if (directive.line + 1 !== line) continue
        return directive.kind === 'disable-next-line' ? use(directive) : undefined
      }
      if (directive.line <= line) {
        active = directive.kind === 'disable' ? directive : undefined
      }
    }
    return active && use(active)
  }

  function use(directive: Directive): string {
    used.add(directive)
    return directive.reason ?? 'switched off by a comment'
  }

  return {
    reasonFor,
    unused(operators, existing) {
      const asked = new Set([...operators].map((name) => name.toLowerCase()))
      return directives.flatMap((directive) => {
        const { kind, names, line, text } = directive
        const unknown = [...names ?? []].filter((name) => !existing(name))
        const idle = kind.startsWith('disable') && !used.has(directive) && (!names || [...names].some((name) => asked.has(name)))
        return idle || unknown.length > 0 ? [{ line, text, unknown }] : []
      })
    },
  }
}

function findDirectives(source: ts.SourceFile): Directive[] {
  const directives: Directive[] = []
  for (const { start, end } of commentsOf(source)) {
    const text = source.text.slice(start, end)
    const content = text.startsWith('//') ? text.slice(2) : text.slice(2, -2)
    const directive = directiveOf(content, source.getLineAndCharacterOfPosition(end).line + 1)
    if (directive) directives.push(directive)
  }
  return directives
}

function directiveOf(content: string, line: number): Directive | undefined {
  const own = OWN.exec(content)
  const stryker = own ? null : STRYKER.exec(content)
  const [kind, list, reason] = own ? [own[1], own[2], own[3]]
    : stryker ? [stryker[2] ? `${stryker[1]}-next-line` : stryker[1], stryker[3], stryker[4]] : []
  if (kind === undefined) return undefined
  const names = namesOf(list ?? '')
  return {
    text: content.trim(),
    line,
    kind: kind as Directive['kind'],
    ...(names ? { names } : {}),
    ...(reason?.trim() ? { reason: reason.trim() } : {}),
  }
}

function namesOf(list: string): ReadonlySet<string> | undefined {
  const names = list.split(/[\s,]+/).filter((name) => name !== '').map((name) => name.toLowerCase())
  return names.length === 0 || names.includes('all') ? undefined : new Set(names)
}

/** All comments: between tokens, so not in strings, templates, regular expressions and JSX text. */
function commentsOf(source: ts.SourceFile): { readonly start: number; readonly end: number }[] {
  const found = new Map<number, { readonly start: number; readonly end: number }>()
  const { text } = source
  const add = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? []) found.set(pos, { start: pos, end })
  }
  const stack: ts.Node[] = [source]
  for (let node = stack.pop(); node; node = stack.pop()) {
    const children = node.getChildren(source)
    if (children.length > 0) stack.push(...children)
    else if (node.kind !== ts.SyntaxKind.JsxText) {
      add(ts.getLeadingCommentRanges(text, node.getFullStart()))
      add(ts.getTrailingCommentRanges(text, node.getFullStart()))
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start)
}
