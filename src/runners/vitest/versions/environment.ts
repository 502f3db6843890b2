/** Reads out of a test file which environment it asks for. */
import { readFileSync } from 'node:fs'

export interface Environment { readonly name: string; readonly options: unknown }

/** What a comment in the file asks for, else `usual`. */
export function environmentOf(path: string, usual: string): Environment {
  const text = readFileSync(path, 'utf8')
  const name = /@(?:vitest|jest)-environment\s+([\w-]+)\b/.exec(text)?.[1] ?? usual
  const optionsText = /@(?:vitest|jest)-environment-options\s+(.+)/.exec(text)?.[1]?.replace(/\*\/\s*$/, '')
  if (optionsText === undefined) return { name, options: null }
  return { name, options: { [name === 'happy-dom' ? 'happyDOM' : name]: JSON.parse(optionsText) as unknown } }
}

/** Vite's conditions for packages, as arguments of Node: modules outside of Vite must be resolved alike. */
export function conditionArguments(conditions: readonly string[], isProduction: boolean): string[] {
  const mode = isProduction ? 'production' : 'development'
  return conditions.flatMap((name) => {
    if (name === 'production' || name === 'development') return name === mode ? ['--conditions', name] : []
    return ['--conditions', name === 'development|production' ? mode : name]
  })
}
