/** The syntax tree as operators and rules of a config see it: plain objects instead of the compiler's. */
import type { Code } from '../model/custom.js'
import { ts } from './ts.js'

const nodes = new WeakMap<Code, ts.Node>()
const codes = new WeakMap<ts.Node, Code>()

/** A node as plain code; the same node gives the same object. */
export function codeOf(node: ts.Node, source: ts.SourceFile): Code {
  const before = codes.get(node)
  if (before) return before
  const wrap = (each: ts.Node) => codeOf(each, source)
  const code: Code = {
    kind: kindNames.get(node.kind) ?? 'Unknown',
    get text() {
      return node.getText(source)
    },
    get line() {
      return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    },
    get parent() {
      return node.parent && wrap(node.parent)
    },
    get children() {
      const children: Code[] = []
      ts.forEachChild(node, (child) => void children.push(wrap(child)))
      return children
    },
    part(name) {
      const part = member(node, name)
      return isNode(part) && name !== 'parent' ? wrap(part) : undefined
    },
    parts(name) {
      const list = member(node, name)
      return Array.isArray(list) ? list.filter(isNode).map(wrap) : []
    },
    closest(...kinds) {
      for (let current = node; current; current = current.parent) {
        if (kinds.includes(kindNames.get(current.kind) ?? '')) return wrap(current)
      }
      return undefined
    },
  }
  codes.set(node, code)
  nodes.set(code, node)
  return code
}

/** The node that a piece of code stands for; undefined for what was not made here. */
export function nodeOf(code: Code): ts.Node | undefined {
  return nodes.get(code)
}

/** The kind with that name; undefined when there is none. */
export function kindNamed(name: string): ts.SyntaxKind | undefined {
  for (const [kind, known] of kindNames) if (known === name) return kind
  return undefined
}

/** The compiler gives some numbers several names; the others mark the ends of ranges. */
const kindNames: ReadonlyMap<ts.SyntaxKind, string> = new Map(Object.entries(ts.SyntaxKind)
  .filter((entry): entry is [string, ts.SyntaxKind] => typeof entry[1] === 'number' && !/^(?:First|Last)[A-Z]/.test(entry[0]))
  .map(([name, kind]) => [kind, name] as const)
  .reverse())

/** All names of kinds. */
export const kindNamesList: readonly string[] = [...kindNames.values()]

function member(node: ts.Node, name: string): unknown {
  return (node as unknown as Record<string, unknown>)[name]
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'pos' in value
    && typeof value.kind === 'number'
}
