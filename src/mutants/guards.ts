/** Where functions and loops check the budget that keeps a mutant from running for ever, and which bodies are counted. */
import type { Guard, SourceFile } from '../model/instrumentable.js'
import type { Span } from '../model/span.js'
import { headOf, isFunctionNode, loopBody, spanOf, ts } from '../syntax/index.js'

export interface FoundGuard extends Guard {
  /** The whole body; set for functions. */
  readonly around?: Span
}

/** Where the remaining budget is checked in a function or loop. */
export function guardOf(node: ts.Node, source: ts.SourceFile): FoundGuard | undefined {
  const isFunction = isFunctionNode(node)
  const body = isFunction ? node.body : loopBody(node)
  if (!body) return undefined
  const around = isFunction ? { around: spanOf(body, source) } : {}
  if (!ts.isBlock(body)) return { form: isFunction ? 'expression' : 'statement', span: spanOf(body, source), ...around }
  return { form: 'block', span: headOf(body), ...around }
}

/** Tells the bodies of outermost functions from those inside of them. Guards stand outer before inner, in source order. */
export function numberBodies(found: readonly FoundGuard[]): Pick<SourceFile, 'guards' | 'bodies'> {
  const bodies: Span[] = []
  const guards = found.map(({ around, ...guard }): Guard => {
    if (!around || around.start < (bodies.at(-1)?.end ?? 0)) return guard
    bodies.push(around)
    return { ...guard, body: bodies.length - 1 }
  })
  return { guards, bodies }
}
