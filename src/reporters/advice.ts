/** One sentence for each survivor: which test would notice it, or that the simpler code will do. */
import type { Mutant } from '../model/mutant.js'

const LONGEST = 60

/** What to do about a surviving mutant, as a sentence. */
export function advice(mutant: Mutant): string {
  const specific = advise(mutant)
  return simpler(mutant) ? `Keep the simpler code, or ${lower(specific)}` : specific
}

function advise({ operator, original, replacement }: Mutant): string {
  const code = quote(original)
  if (/^(?:true|false)$/.test(replacement) && !/^(?:true|false)$/.test(original)) {
    return `Add a test in which ${code} is ${replacement === 'true' ? 'false' : 'true'}, and assert what is different then.`
  }
  switch (operator) {
    case 'EqualityOperator':
      return boundary(original, replacement)
    case 'ConditionalExpression':
      return `Add a test in which ${code} decides, and assert what is different.`
    case 'LogicalOperator':
      if (`${original}${replacement}`.includes('??')) {
        return 'Add a test in which the left side is missing or falsy (undefined, null, 0, an empty text).'
      }
      return dropped(original, replacement) ?? `Add a test in which the two sides of ${code} differ.`
    case 'OptionalChaining':
      return 'Add a test in which the value before the dot is undefined or null.'
    case 'BlockStatement':
      return 'Add an assertion on what this block does: its result, or its effect.'
    case 'ReturnValue':
      return `Assert the returned value where it is not ${quote(replacement)}.`
    case 'StringLiteral':
      return 'Assert the text itself, if somebody relies on it.'
    case 'ArrayDeclaration':
    case 'ObjectLiteral':
      return 'Assert what is inside.'
    case 'MethodExpression':
      if (replacement.trim() === '') return `Add a test with input for which ${code} makes a difference.`
      return `Add a test with input for which ${quote(replacement)} gives another result.`
    case 'BooleanLiteral':
      return 'Add a test that needs the other value.'
    default:
      return `Add a test whose result depends on ${code}.`
  }
}

function boundary(original: string, replacement: string): string {
  const [before, after] = [relation(original), relation(replacement)]
  const sameDirection = before !== after && before.replace('=', '') === after.replace('=', '')
  if (/^[<>]/.test(before) && sameDirection) return `Add a test at the boundary: both sides of ${quote(original)} equal.`
  return `Add a test in which ${quote(original)} and ${quote(replacement)} differ.`
}

/** The last relation sign in a text; empty when there is none. */
function relation(text: string): string {
  return text.match(/[<>]=?|[=!]==?/g)?.at(-1) ?? ''
}

/** For `a && b` → `a`: the side that went must be what decides. */
function dropped(original: string, replacement: string): string | undefined {
  const at = original.startsWith(replacement) ? original.slice(replacement.length) : undefined
  const side = at ?? (original.endsWith(replacement) ? original.slice(0, -replacement.length) : undefined)
  if (side === undefined || replacement === '') return undefined
  const code = side.replace(/^\s*(?:&&|\|\|)|(?:&&|\|\|)\s*$/g, '').trim()
  return code === '' ? undefined : `Add a test in which ${quote(code)} alone decides.`
}

/** The replacement is the original with something left out. */
function simpler({ original, replacement }: Mutant): boolean {
  if (/^(?:true|false)$/.test(replacement)) return !/^(?:true|false)$/.test(original)
  if (replacement === '{}') return true
  return replacement.length < original.length && replacement !== '' && original.includes(replacement)
}

function quote(code: string): string {
  const flat = code.replace(/\s+/g, ' ').trim()
  return `\`${flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat}\``
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
