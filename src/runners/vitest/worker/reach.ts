/** Walks through all objects that can be reached from some, and tells later whether one of them has changed. */
import { types } from 'node:util'

/** One object as it was: its prototype, whether it could be extended, and each own property with what it held. */
interface Memo {
  readonly path: string
  readonly prototype: object | null
  readonly extensible: boolean
  readonly keys: readonly PropertyKey[]
  /** Value or getter of each key, in the same order. */
  readonly held: readonly unknown[]
  /** Setter of each key; undefined for all where no key has one. */
  readonly setters: readonly unknown[] | undefined
  /** Members of a map or set, in order. */
  readonly members: readonly unknown[] | undefined
}

export interface Memory {
  /** Otherwise there was too much to look through. */
  readonly isWhole: boolean
  /**
   * The first difference from when the objects were taken down.
   * @param isLeftOut objects that are not looked at
   */
  findChange(isLeftOut?: (object: object) => boolean): string | undefined
}

export interface Reach {
  /** More objects than this would take too long to look through. */
  readonly most: number
  /** Properties that change on their own, by their path and what they hold. */
  skip(path: string, value: unknown): boolean
  /** What is not looked into. */
  isLeaf?(object: object): boolean
}

/** Takes down every object that can be reached from these roots through properties; getters are not called. */
export function takeDown(roots: Readonly<Record<string, unknown>>, { most, skip, isLeaf = () => false }: Reach): Memory {
  const memos = new Map<object, Memo>()
  const waiting: { object: object; path: string }[] = []
  const see = (value: unknown, path: string) => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return
    if (memos.has(value) || ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value) || skip(path, value) || isLeaf(value)) return
    const memo = describe(value, path)
    if (!memo) return
    memos.set(value, memo)
    waiting.push({ object: value, path })
  }
  for (const [name, root] of Object.entries(roots)) see(root, name)
  for (let next = waiting.pop(); next && memos.size <= most; next = waiting.pop()) {
    const { keys, held, setters, prototype, members } = memos.get(next.object)!
    const { path } = next
    if (prototype) see(prototype, `${path}.__proto__`)
    for (let index = 0; index < keys.length; index++) see(held[index], `${path}.${String(keys[index])}`)
    setters?.forEach((setter, index) => { see(setter, `${path}.${String(keys[index])}`) })
    members?.forEach((member, index) => { see(member, `${path}[${index}]`) })
  }
  return {
    isWhole: memos.size <= most,
    findChange(isLeftOut = () => false) {
      for (const [object, memo] of memos) {
        if (isLeftOut(object)) continue
        const changed = findChange(object, memo, skip)
        if (changed !== undefined) return changed
      }
      return undefined
    },
  }
}

/** Undefined for a proxy that lets nobody look: one that was revoked, say. */
function describe(object: object, path: string): Memo | undefined {
  try {
    return propertiesOf(object, path)
  } catch (error) {
    if (types.isProxy(object)) return undefined
    throw error
  }
}

function propertiesOf(object: object, path: string): Memo {
  const keys = Reflect.ownKeys(object)
  const held: unknown[] = []
  let setters: unknown[] | undefined
  for (const [index, key] of keys.entries()) {
    const property = Reflect.getOwnPropertyDescriptor(object, key)
    held.push(property?.get ?? property?.value)
    if (property?.set) (setters ??= [])[index] = property.set
  }
  return {
    path, keys, held, setters, prototype: Reflect.getPrototypeOf(object), extensible: Reflect.isExtensible(object),
    members: membersOf(object),
  }
}

// Taken before tests can change them; some sets of Node have methods of their own that fail.
const { forEach: forEachEntry } = Map.prototype
const { forEach: forEachMember } = Set.prototype

function membersOf(object: object): unknown[] | undefined {
  const members: unknown[] = []
  if (types.isMap(object)) forEachEntry.call(object, (value, key) => members.push(key, value))
  else if (types.isSet(object)) forEachMember.call(object, (member) => members.push(member))
  else return undefined
  return members
}

function findChange(object: object, before: Memo, skip: Reach['skip']): string | undefined {
  const now = describe(object, before.path)
  const { path, keys } = before
  if (!now) return path
  if (now.prototype !== before.prototype) return `${path}.__proto__`
  if (now.extensible !== before.extensible) return path
  if (now.keys.length !== keys.length || now.keys.some((key, index) => key !== keys[index])) {
    const odd = [...now.keys.filter((key) => !keys.includes(key)), ...keys.filter((key) => !now.keys.includes(key))]
      .filter((key) => !skip(`${path}.${String(key)}`, now.held[now.keys.indexOf(key)]))
    if (odd.length > 0) return `${path}.${String(odd[0])}`
    const again = new Map(now.keys.map((key, index) => [key, now.held[index]]))
    const other = keys.find((key, index) => !Object.is(again.get(key), before.held[index]) && !skip(`${path}.${String(key)}`, again.get(key)))
    return other === undefined ? undefined : `${path}.${String(other)}`
  }
  for (let index = 0; index < keys.length; index++) {
    if (Object.is(now.held[index], before.held[index]) && now.setters?.[index] === before.setters?.[index]) continue
    if (isLoadedLazily(object, before, index, now.held[index])) continue
    const changed = `${path}.${String(keys[index])}`
    if (!skip(changed, now.held[index])) return changed
  }
  if (now.members?.length !== before.members?.length || now.members?.some((member, index) => !Object.is(member, before.members![index]))) {
    return `${path} (its members)`
  }
  return undefined
}

/** Node's own lazy properties hold a getter at first, and what it gave once they were read. */
function isLoadedLazily(object: object, before: Memo, index: number, now: unknown): boolean {
  if (before.setters?.[index] === undefined || typeof before.held[index] !== 'function') return false
  try {
    return Object.is((before.held[index] as (this: object) => unknown).call(object), now)
  } catch {
    return false
  }
}
