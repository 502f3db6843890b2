/** Regular expressions as trees: the only importer of the pattern parser. */
import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp'

export type { AST as PatternAST } from '@eslint-community/regexpp'

const parser = new RegExpParser({ ecmaVersion: 2025 })

/** The tree of a pattern without its slashes; undefined when it is no valid one. Offsets count from its first character. */
export function parsePattern(pattern: string, flags: string): AST.Pattern | undefined {
  try {
    return parser.parsePattern(pattern, 0, pattern.length, {
      unicode: flags.includes('u'), unicodeSets: flags.includes('v'),
    })
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Every node of a pattern, outer before inner. */
export function patternNodes(pattern: AST.Pattern): AST.Node[] {
  const nodes: AST.Node[] = []
  const see = (node: AST.Node): void => void nodes.push(node)
  visitRegExpAST(pattern, {
    onAlternativeEnter: see,
    onAssertionEnter: see,
    onCapturingGroupEnter: see,
    onCharacterClassEnter: see,
    onCharacterSetEnter: see,
    onExpressionCharacterClassEnter: see,
    onGroupEnter: see,
    onQuantifierEnter: see,
  })
  return nodes
}

/** The pattern and flags of `/pattern/flags`. */
export function splitRegex(text: string): { readonly pattern: string; readonly flags: string } {
  const end = text.lastIndexOf('/')
  return { pattern: text.slice(1, end), flags: text.slice(end + 1) }
}
