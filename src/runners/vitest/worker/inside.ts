/** What objects of the language and of Node hold beside their properties: compared with what it was, and put back. */
import { URL } from 'node:url'
import { TextDecoder, TextEncoder, types } from 'node:util'

/** What is in an object beside its properties. */
export interface Inside {
  /** What else is to be looked into. */
  readonly parts?: readonly unknown[]
  isSame(): boolean
  putBack(): void
}

export function allInside(insides: readonly (Inside | undefined)[]): Inside | undefined {
  const all = insides.filter((inside) => inside !== undefined)
  if (all.length < 2) return all[0]
  return {
    parts: all.flatMap(({ parts = [] }) => parts),
    isSame: () => all.every((inside) => inside.isSame()),
    putBack: () => { for (const inside of all) inside.putBack() },
  }
}

/** Classes of a project's own may have methods of these names that do something else. */
const { clear: clearMap, set: setInMap, entries: entriesOf } = Map.prototype
const { clear: clearSet, add: addToSet, values: valuesOf } = Set.prototype
const { getTime, setTime } = Date.prototype

function partsInside(object: object): unknown[] {
  if (types.isMap(object)) return [...entriesOf.call(object)].flat()
  return types.isSet(object) ? [...valuesOf.call(object)] : []
}

const { get: readAddress, set: writeAddress } = Object.getOwnPropertyDescriptor(URL.prototype, 'href')!
const { decode } = TextDecoder.prototype

export function isAddress(prototype: unknown): boolean {
  return prototype === URL.prototype
}

/** A decoder may hold the beginning of a character: to decode nothing lets go of it. No test goes on with what another left there. */
export function coderInside(object: object, prototype: object | null): Inside | undefined {
  if (prototype === TextEncoder.prototype) return { isSame: () => true, putBack: () => undefined }
  if (prototype !== TextDecoder.prototype) return undefined
  const isEmpty = (): boolean => {
    try {
      return decode.call(object as TextDecoder) === ''
    } catch {
      return false
    }
  }
  return { isSame: isEmpty, putBack: isEmpty }
}

/** Undefined where there is nothing. */
export function insideOf(object: object): Inside | undefined {
  if (isAddress(Object.getPrototypeOf(object))) {
    const address: unknown = readAddress!.call(object)
    return { isSame: () => readAddress!.call(object) === address, putBack: () => { writeAddress!.call(object, address) } }
  }
  if (types.isDate(object)) {
    const time = getTime.call(object)
    return { isSame: () => Object.is(getTime.call(object), time), putBack: () => { setTime.call(object, time) } }
  }
  if (!types.isMap(object) && !types.isSet(object)) return undefined
  const parts = partsInside(object)
  return {
    parts,
    isSame() {
      const now = partsInside(object)
      return now.length === parts.length && now.every((part, at) => Object.is(part, parts[at]))
    },
    putBack() {
      if (types.isSet(object)) {
        clearSet.call(object)
        for (const member of parts) addToSet.call(object, member)
      } else {
        clearMap.call(object)
        for (let at = 0; at < parts.length; at += 2) setInMap.call(object, parts[at], parts[at + 1])
      }
    },
  }
}
