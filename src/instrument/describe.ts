/** Tells values that packages are given apart, as far as that costs little. */
import { types } from 'node:util'

/** So many are taken down in a run: code that tells more does so in a loop. */
export const MOST_TOLD = 1000

/** Values inside of values that are looked at, and characters of a text. */
const MOST_PARTS = 60
const MOST_CHARACTERS = 200

/** Calls nothing of the value: no getter, no method. Functions look alike. */
export function describe(value: unknown): string {
  let parts = 0
  const tell = (each: unknown, depth: number): string => {
    if (typeof each === 'function') return 'function'
    if (typeof each !== 'object' || each === null) return `${typeof each} ${String(each).slice(0, MOST_CHARACTERS)}`
    if (types.isProxy(each)) return 'proxy'
    if (types.isDate(each)) return `date ${Date.prototype.getTime.call(each)}`
    if (types.isRegExp(each)) return `pattern ${RegExp.prototype.toString.call(each)}`
    if (depth === 0 || parts > MOST_PARTS) return 'object'
    const properties = Object.entries(Object.getOwnPropertyDescriptors(each)).filter(([, { enumerable }]) => enumerable)
    return `{${properties.map(([key, { value: part, get }]) => (++parts > MOST_PARTS ? '' : `${key}:${get ? 'getter' : tell(part, depth - 1)}`)).join()}}`
  }
  return tell(value, 4)
}
