/** Checks and reads the values of options, whether they come from a flag or from a config file. */
import type { Reporter } from '../model/reporter.js'
import { nearest } from '../common/nearest.js'
import type { CreateReporter } from '../reporters/user.js'
import { definitionsComplaint, isDefinitionKind } from './definitions.js'
import type { OptionSpec } from './table.js'

/** What tells the path of a module or the name of a package from a mistyped word. */
export const MODULE = /[./@:-]/u

/** A duration as it is written. */
export const DURATION = /^(\d+(?:\.\d+)?)(s|m|h)$/u
const MS = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** A duration such as `90s` in milliseconds; undefined for what is none, or is 0. */
export function durationMs(text: string): number | undefined {
  const [, amount = '', unit] = DURATION.exec(text) ?? []
  const ms = unit === undefined ? 0 : Number(amount) * MS[unit as keyof typeof MS]
  return ms > 0 ? ms : undefined
}

const SHARE = /^(\d+(?:\.\d+)?)%$/

/** What is wrong with a value, as the end of a sentence that begins with its name; undefined when it is right. */
export function complaint(spec: OptionSpec, value: unknown): string | undefined {
  if (isDefinitionKind(spec.kind)) return definitionsComplaint(spec.kind, value)
  if (isList(spec)) return listComplaint(spec, value)
  if (spec.kind === 'gates') return gatesComplaint(value)
  return accepts(spec, value) ? undefined : `must be ${wanted(spec)}, not ${shown(value)}`
}

export function isList({ kind }: Pick<OptionSpec, 'kind'>): boolean {
  return kind === 'names' || kind === 'paths' || kind === 'globs'
}

function accepts(spec: OptionSpec, value: unknown): boolean {
  switch (spec.kind) {
    case 'path':
    case 'ref':
    case 'shard': return typeof value === 'string' && value.trim() !== ''
    case 'duration': return typeof value === 'string' && durationMs(value) !== undefined
    case 'boolean': return typeof value === 'boolean'
    case 'percent': return isPercent(value)
    case 'count': return isCount(value)
    case 'workers': return isWorkers(value)
    default: return false
  }
}

function isWorkers(value: unknown): boolean {
  if (typeof value === 'string') return Number(SHARE.exec(value)?.[1] ?? 0) > 0
  return Number.isSafeInteger(value) && (value as number) >= 1
}

function listComplaint(spec: OptionSpec, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be ${wanted(spec)}, not ${shown(value)}`
  if (spec.nonEmpty === true && value.length === 0) return 'must not be empty'
  for (const item of value as unknown[]) {
    if (spec.modules === true && isOwnReporter(item)) continue
    if (typeof item !== 'string' || item.trim() === '') {
      return `must be ${wanted(spec)}, but it holds ${shown(item)}`
    }
    if (spec.choices !== undefined && !spec.choices.includes(item) && !(spec.modules && MODULE.test(item))) {
      const near = nearest(item, spec.choices)
      const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`
      return `knows ${spec.choices.join(', ')}, not ${shown(item)}${hint}`
    }
  }
  return undefined
}

/** A reporter that stands in a config which is code: an object with one of its functions, or a function that makes one. */
export function isOwnReporter(value: unknown): value is Reporter | CreateReporter {
  if (typeof value === 'function') return true
  return isObject(value) && ['onEvent', 'onFinish', 'dispose'].some((name) => typeof value[name] === 'function')
}

/** The gates that a part of the project may have. */
const GATES = { minScore: 'percent', minCovered: 'percent', maxSurvivors: 'count' } as const

function gatesComplaint(value: unknown): string | undefined {
  if (!isObject(value)) return `must be an object of gates by path, not ${shown(value)}`
  for (const [path, gates] of Object.entries(value)) {
    const at = `for ${JSON.stringify(path)}`
    if (path.trim() === '') return 'has an empty path'
    if (!isObject(gates)) return `must hold an object ${at}, not ${shown(gates)}`
    for (const [name, limit] of Object.entries(gates)) {
      if (limit === undefined) continue
      if (!Object.hasOwn(GATES, name)) return `knows ${Object.keys(GATES).join(', ')} ${at}, not ${JSON.stringify(name)}`
      const kind = GATES[name as keyof typeof GATES]
      const right = kind === 'percent' ? isPercent(limit) : isCount(limit)
      if (!right) return `must be ${WANTED[kind]} for ${name} ${at}, not ${shown(limit)}`
    }
  }
  return undefined
}

const WANTED = { percent: 'a number from 0 to 100', count: 'a whole number, 0 or more' } as const

function isPercent(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 100
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wanted(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'path': return 'a path'
    case 'ref': return 'a git ref'
    case 'shard': return 'i/n, auto or auto/n'
    case 'duration': return 'a time such as 90s, 5m or 1h'
    case 'gates': return 'an object of gates by path'
    case 'paths': return 'a list of paths'
    case 'globs': return 'a list of patterns'
    case 'names': return 'a list of names'
    case 'boolean': return 'true or false'
    case 'percent': return 'a number from 0 to 100'
    case 'count': return 'a whole number, 0 or more'
    case 'workers': return 'a whole number from 1, or a percentage of the cores such as "50%"'
    default: return 'a list'
  }
}

/** The value as a reader would write it, kept short. */
export function shown(value: unknown): string {
  const text = inWords(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function inWords(value: unknown): string {
  switch (typeof value) {
    case 'function': return 'a function'
    case 'string': return JSON.stringify(value)
    case 'object': return value === null ? 'null' : asJson(value)
    default: return String(value)
  }
}

function asJson(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return 'an object'
  }
}

/** The text of a flag as the value its kind has; what can not be read stays text and fails the check. */
export function readFlag(spec: OptionSpec, text: string): unknown {
  switch (spec.kind) {
    case 'names': return text.split(/[\s,]+/u).filter((name) => name !== '')
    case 'paths':
    case 'globs': return [text]
    case 'percent': return readNumber(text.replace(/%$/u, ''), text)
    case 'count': return readNumber(text, text)
    case 'workers': return SHARE.test(text) ? text : readNumber(text, text)
    default: return text
  }
}

function readNumber(digits: string, text: string): number | string {
  return /^-?\d+(?:\.\d+)?$/u.test(digits) ? Number(digits) : text
}

/**
 * The number of workers, at least 1.
 * @param wish a number, a share of the cores such as `50%` (rounded), or undefined for all of them
 */
export function workerCount(wish: number | string | undefined, cores: number): number {
  if (wish === undefined) return Math.max(1, cores)
  if (typeof wish === 'number') return wish
  return Math.max(1, Math.round((cores * Number(SHARE.exec(wish)?.[1] ?? 100)) / 100))
}
