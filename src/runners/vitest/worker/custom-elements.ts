/** The custom elements that a page knows: names are given once for all time, and files that give some could not run again. */
import Module from 'node:module'
import { types } from 'node:util'

interface Registry {
  get(name: string): unknown
  define(name: string, ...args: unknown[]): void
}

/** Something that the registry keeps by name or class, or in a row. */
interface List {
  read(): readonly Entry[]
  write(entries: readonly Entry[]): void
}
type Entry = readonly [key: unknown, value: unknown]

/** Names that were given by what is evaluated anew, not by packages. */
let own = new Set<string>()
const watching = new WeakSet<object>()

/** Before anything of a file is loaded: the registry does not keep who gave a name. The file before may have had the same page. */
export function watchDefinitions(realm: object): void {
  forgetDefinitions(realm)
  own = new Set()
  const prototype = Object.getPrototypeOf(registryOf(realm) ?? {}) as Partial<Registry>
  const { define: add } = prototype
  if (!add || watching.has(add)) return
  const define = function (this: Registry, name: string, ...args: unknown[]): void {
    add.call(this, name, ...args)
    if (isOfProject(new Error().stack)) own.add(name)
  }
  watching.add(define)
  Reflect.set(prototype, 'define', define)
}

/** Does nothing where there is no page. */
export function rememberDefinitions(realm: object): { reset(): void } {
  const lists = listsOf(realm).map((list) => ({ list, before: list.read() }))
  return {
    reset() {
      for (const { list, before } of lists) if (!areSame(list.read(), before)) list.write(before)
    },
  }
}

/** All modules but packages are about to be evaluated anew, and give the same names. */
export function forgetDefinitions(realm: object): void {
  if (own.size === 0) return
  const isOwn = (part: unknown): boolean => own.has(part as string)
  for (const list of listsOf(realm)) list.write(list.read().filter(([key, value]) => ![key, value, (value as { name?: unknown }).name].some(isOwn)))
}

function areSame(now: readonly Entry[], before: readonly Entry[]): boolean {
  return now.length === before.length && now.every(([key, value], at) => key === before[at]![0] && value === before[at]![1])
}

function registryOf(realm: object): Registry | undefined {
  return (realm as { readonly customElements?: Registry }).customElements
}

/** happy-dom keeps them in the registry itself. */
function listsOf(realm: object): List[] {
  const registry = registryOf(realm)
  const holder = registry && (behindOf(registry) ?? registry)
  return holder ? Reflect.ownKeys(holder).flatMap((key) => listOf((holder as unknown as Record<PropertyKey, unknown>)[key]) ?? []) : []
}

/** The object in which jsdom keeps them, of a class that nobody can get from the page: it is seen where it answers for the registry. */
function behindOf(registry: Registry): Registry | undefined {
  const prototype = classInJsdom()?.prototype
  if (!prototype) return undefined
  const { get } = prototype
  const asked: Registry[] = []
  prototype.get = function (name) {
    asked.push(this)
    return get.call(this, name)
  }
  try {
    // Tests may have put something else in its place.
    ;(Object.getPrototypeOf(registry) as Partial<Registry>).get?.call(registry, 'x-mutate')
  } finally {
    prototype.get = get
  }
  return asked[0]
}

function classInJsdom(): { readonly prototype: Registry } | undefined {
  const { _cache: loaded } = Module as unknown as { readonly _cache: Record<string, NodeJS.Module> }
  const path = Object.keys(loaded).find((each) => IN_JSDOM.test(each))
  return path === undefined ? undefined : (loaded[path]!.exports as { readonly implementation?: { readonly prototype: Registry } }).implementation
}

const IN_JSDOM = /[/\\]custom-elements[/\\]CustomElementRegistry-impl\.js$/u

/** Undefined for anything else that the registry holds. */
function listOf(value: unknown): List | undefined {
  if (Array.isArray(value)) {
    return { read: () => [...value.entries()], write: (entries) => { value.splice(0, value.length, ...entries.map(([, member]) => member)) } }
  }
  if (types.isMap(value)) {
    return {
      read: () => [...value],
      write(entries) {
        value.clear()
        for (const [key, member] of entries) value.set(key, member)
      },
    }
  }
  if (typeof value !== 'object' || value === null || ![null, Object.prototype].includes(Object.getPrototypeOf(value) as object | null)) return undefined
  return {
    read: () => Object.entries(value),
    write(entries) {
      for (const key of Object.keys(value)) Reflect.deleteProperty(value, key)
      Object.assign(value, Object.fromEntries(entries as [string, unknown][]))
    },
  }
}

/** Also where a decorator of a package gives the name for it. The first that waits for others, and those below, only load packages. */
function isOfProject(stack = ''): boolean {
  const [running = ''] = stack.split('at async ')
  return running.split('\n').slice(2).some((line) => /[/\\]/u.test(line) && !/[/\\]node_modules[/\\]|\bnode:/u.test(line))
}
