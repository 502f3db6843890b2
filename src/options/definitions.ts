/** Checks what a config brings along: operators and rules of its own, and settings for some paths. */
import { nearest } from '../common/nearest.js'
import { shown } from './values.js'

/** Kinds of values that are more than words and numbers. */
export type DefinitionKind = 'operatorDefinitions' | 'ruleDefinitions' | 'overrides'

interface Field {
  readonly wanted: string
  readonly accepts: (value: unknown) => boolean
  readonly required?: true
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const text: Field = { wanted: 'a text', accepts: isText }
const texts: Field = { wanted: 'a list of texts', accepts: isTexts }
const someTexts: Field = { wanted: 'a list of texts, not empty', accepts: (value) => isTexts(value) && (value as unknown[]).length > 0 }
const method: Field = { wanted: 'a function', accepts: (value) => typeof value === 'function', required: true }

const FIELDS: Readonly<Record<DefinitionKind, Readonly<Record<string, Field>>>> = {
  operatorDefinitions: {
    name: {
      wanted: 'letters alone, the first one a capital', required: true,
      accepts: (value) => typeof value === 'string' && /^[A-Z][A-Za-z]*$/u.test(value),
    },
    description: { ...text, required: true },
    kinds: { ...someTexts, required: true },
    mutate: method,
    level: { wanted: '"default" or "all"', accepts: (value) => value === 'default' || value === 'all' },
    why: text,
    remedy: text,
    examples: texts,
  },
  ruleDefinitions: {
    id: {
      wanted: 'small letters, digits and dashes', required: true,
      accepts: (value) => typeof value === 'string' && /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/u.test(value),
    },
    reason: { ...text, required: true },
    covers: method,
    description: text,
    examples: texts,
  },
  overrides: {
    paths: { ...someTexts, required: true },
    operators: someTexts,
    rules: someTexts,
    suppress: { wanted: 'true or false', accepts: (value) => typeof value === 'boolean' },
  },
}

const ITEM: Readonly<Record<DefinitionKind, string>> = {
  operatorDefinitions: 'operator', ruleDefinitions: 'rule', overrides: 'override',
}

export function isDefinitionKind(kind: string): kind is DefinitionKind {
  return Object.hasOwn(FIELDS, kind)
}

/** What is wrong with a list of definitions, as the end of a sentence that begins with its name; undefined when it is right. */
export function definitionsComplaint(kind: DefinitionKind, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be a list of ${ITEM[kind]}s, not ${shown(value)}`
  for (const [index, item] of (value as unknown[]).entries()) {
    const wrong = itemComplaint(FIELDS[kind], item)
    if (wrong !== undefined) return `has something wrong in its ${ITEM[kind]} ${index + 1}: ${wrong}`
  }
  return undefined
}

function itemComplaint(fields: Readonly<Record<string, Field>>, item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return `it must be an object, not ${shown(item)}`
  const given = item as Readonly<Record<string, unknown>>
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(fields, key)) continue
    const near = nearest(key, Object.keys(fields))
    return `unknown key ${shown(key)}; ${near === undefined ? `known are ${Object.keys(fields).join(', ')}` : `did you mean "${near}"?`}`
  }
  for (const [key, { required, wanted, accepts }] of Object.entries(fields)) {
    if (given[key] === undefined) {
      if (required) return `"${key}" is missing; it must be ${wanted}`
    } else if (!accepts(given[key])) {
      return `"${key}" must be ${wanted}, not ${shown(given[key])}`
    }
  }
  return undefined
}
