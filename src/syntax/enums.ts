/** Members of enums: which of their values may carry a switch. */
import { ts } from './ts.js'

/**
 * Whether the value of an enum member may become one that is computed: the member after a number must not count on from
 * it, and none may take over a text.
 */
export function mayBeComputed(member: ts.EnumMember): boolean {
  const { initializer, parent: { members } } = member
  if (!initializer) return false
  if (isTextOfEnum(initializer)) return members.every((each) => each.initializer === undefined || !readsNames(each.initializer))
  const next = members[members.indexOf(member) + 1]
  return !readsText(initializer) && (next === undefined || next.initializer !== undefined)
}

/** `'a'` in `enum A { B = 'a' }`: only of a text the compiler makes no member that leads back from the value to the name. */
export function isTextOfEnum(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && node.parent && ts.isEnumMember(node.parent) && node.parent.initializer === node
}

/** Whether `node` stands in an enum. */
export function isInEnum(node: ts.Node): boolean {
  for (let current = node; current; current = current.parent) if (ts.isEnumDeclaration(current)) return true
  return false
}

function readsNames(node: ts.Node): boolean {
  return ts.isIdentifier(node) || (ts.forEachChild(node, (child) => readsNames(child) || undefined) ?? false)
}

function readsText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
    || (ts.forEachChild(node, (child) => readsText(child) || undefined) ?? false)
}
