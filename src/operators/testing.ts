/** Helpers of the operators' tests: the exact set of mutants as whole texts, and what the mutated code does. */
import assert from 'node:assert/strict'
import { runInThisContext } from 'node:vm'
import { generate } from '../mutants/generate.js'
import type { SourceFile } from '../model/instrumentable.js'
import { parse, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

/** The whole mutated texts, in the order of the source. Fails on a mutant that does not parse or changes nothing. */
export function mutantsOf(operators: Operator | readonly Operator[], code: string, path = 'code.ts'): string[] {
  const file = generated(operators, code, path)
  return file.mutants.map(({ span, replacement }) => {
    const mutated = code.slice(0, span.start) + replacement + code.slice(span.end)
    assert.notEqual(mutated, code, 'a mutant equals the original')
    const parsed = parse(path, mutated)
    assert.ok(parsed.ok, `a mutant does not parse: ${mutated}`)
    return mutated
  })
}

/** The mutants of `code` are exactly these whole texts, in any order. */
export function expectMutants(
  operators: Operator | readonly Operator[], code: string, expected: readonly string[], path?: string,
): void {
  assert.deepEqual(mutantsOf(operators, code, path).toSorted(), [...expected].sort())
}

/** A file with its mutants, which must parse. */
export function generated(operators: Operator | readonly Operator[], code: string, path = 'code.ts'): SourceFile {
  const result = generate(path, code, Array.isArray(operators) ? operators : [operators as Operator])
  assert.ok(!('error' in result), 'error' in result ? result.error.message : '')
  return result
}

/**
 * Runs the original and each mutant of `code`, which defines a function `f`, and fails unless `f` sees another value (or
 * error) under every mutant for at least one of the argument lists. Returns the number of mutants that were run.
 */
export function expectNoticed(
  operators: Operator | readonly Operator[], code: string, ...inputs: readonly (readonly unknown[])[]
): number {
  const original = inputs.map((input) => outcome(code, input))
  const mutants = mutantsOf(operators, code, 'code.tsx')
  for (const mutant of mutants) {
    const seen = inputs.map((input) => outcome(mutant, input))
    assert.notDeepEqual(seen, original, `no input tells this mutant from the original: ${mutant}`)
  }
  return mutants.length
}

function outcome(code: string, input: readonly unknown[]): unknown {
  const { outputText } = ts.transpileModule(code, {
    fileName: 'code.tsx',
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, jsx: ts.JsxEmit.React },
  })
  const run = runInThisContext(`(function (input) { ${outputText}\nreturn f(...input) })`) as (input: unknown) => unknown
  try {
    return { value: run(structuredClone(input)) }
  } catch (error) {
    return { error: error instanceof Error ? error.name : error }
  }
}
