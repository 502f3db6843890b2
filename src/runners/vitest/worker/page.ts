/** The document that tests share, where it is and what it has stored: put back after each run. */
import type { Note } from './surroundings.js'
import { holderOf, rememberElements, type DocumentLike, type Elements } from './elements.js'

interface ElementLike {
  innerHTML: string
  getAttributeNames(): readonly string[]
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
}

interface StorageLike {
  readonly length: number
  clear(): void
  key(at: number): string | null
  getItem(name: string): string | null
  setItem(name: string, value: string): void
}

interface PageLike {
  readonly localStorage?: StorageLike
  readonly sessionStorage?: StorageLike
  readonly document?: DocumentLike & { readonly documentElement?: ElementLike | null; readonly body?: ElementLike | null; readonly head?: ElementLike | null; cookie?: string }
  name?: unknown
  readonly window?: object
  readonly location?: { readonly href: string }
  readonly history?: HistoryLike
}

interface HistoryLike {
  readonly state: unknown
  replaceState(state: unknown, title: string, url: string): void
}

type Listening = readonly [target: object, ...Parameters<EventTarget['addEventListener']>]

/** What was added to listen on the page itself, since that was taken down last. */
let added: Listening[] = []
/** What packages added, and did not take off again. */
let ofPackages: Listening[] = []
const watching = new WeakSet<object>()
/** Those that were there before the first test. */
let there: Elements | undefined
/** The page's own: routers put functions in its place that call sources. */
let replaceState: HistoryLike['replaceState'] | undefined

/** Before anything of a file is loaded: who listens on the page stays there, and nobody can list them. */
export function watchListeners(realm: object): void {
  const { document, history } = realm as PageLike
  replaceState = history?.replaceState
  const prototype = holderOf(document ?? null, 'addEventListener')
  // Vitest has functions of its own on the global object.
  for (const holder of prototype ? [prototype, realm] : []) {
    watchMethod(realm, holder, 'addEventListener', (listening) => {
      if (!isOfPackage(new Error().stack)) added.push(listening)
      // Who is added twice listens once.
      else if (!ofPackages.some((each) => isSame(each, listening))) ofPackages.push(listening)
    })
    watchMethod(realm, holder, 'removeEventListener', (listening) => {
      const own = added.findLastIndex((each) => isSame(each, listening) && captures(each) === captures(listening))
      if (own !== -1) added.splice(own, 1)
      const at = ofPackages.findLastIndex((each) => isSame(each, listening))
      if (at !== -1) ofPackages.splice(at, 1)
    })
  }
}

function watchMethod(realm: object, holder: object, name: 'addEventListener' | 'removeEventListener', note: (listening: Listening) => void): void {
  const { [name]: own } = holder as EventTarget
  if (typeof own !== 'function' || watching.has(own)) return
  const method = function (this: EventTarget | undefined, ...args: Parameters<typeof own>): void {
    const target = this ?? realm
    if (isOfPage(realm, target)) note([target, ...args])
    own.apply(this as EventTarget, args)
  }
  watching.add(method)
  Reflect.set(holder, name, method)
}

function isSame([target, type, listener]: Listening, [otherTarget, otherType, other]: Listening): boolean {
  return listener === other && type === otherType && target === otherTarget
}

function captures([, , , options]: Listening): boolean {
  return typeof options === 'object' ? options.capture === true : options === true
}

/** Packages stay as they are, and may know that they listen already. */
function isOfPackage(stack = ''): boolean {
  return /[/\\]node_modules[/\\]/u.test(stack.split('\n')[3] ?? '')
}

/**
 * A package that listens as often again in another run does not know that it does already: what the first run has not left is taken
 * off, or it would pile up, and hold all modules that were ever evaluated.
 * @param before as the first run has left it
 */
function takeOffNew(before: readonly Listening[]): void {
  if (ofPackages.length <= before.length) return
  const left = new Map<string, number>()
  for (const [, type] of before) left.set(type, (left.get(type) ?? 0) + 1)
  for (const each of [...ofPackages]) {
    const [, type] = each
    const count = left.get(type) ?? 0
    if (count > 0) left.set(type, count - 1)
    else takeOff(each)
  }
}

function takeOff([target, ...args]: Listening): void {
  (target as EventTarget).removeEventListener(...args)
}

function isOfPage(realm: object, target: object): boolean {
  const { document, window } = realm as PageLike
  return target === realm || target === window || target === document || target === document?.documentElement || target === document?.body || target === document?.head
    || there?.has(target) === true
}

export interface Page {
  /** Whether elements that are there before the first test may know what nobody can put back. */
  readonly isOpaque: boolean
  reset(note: Note): void
}

/** Does nothing where there is none. */
export function rememberPage(realm: object): Page {
  const { document, location, history, name } = realm as PageLike
  there = undefined
  if (!document) return { isOpaque: false, reset: () => undefined }
  const elements = [document.documentElement, document.head, document.body].flatMap((element) => (element ? [{ element, attributes: attributesOf(element) }] : []))
  const contents = [document.head, document.body].flatMap((element) => (element ? [{ element, html: element.innerHTML }] : []))
  const href = location?.href
  const state = history?.state
  const cookies = cookiesOf(document.cookie)
  const storages = [(realm as PageLike).localStorage, (realm as PageLike).sessionStorage].flatMap((storage) => (storage ? [rememberStorage(storage)] : []))
  there = rememberElements(document)
  const { areOpaque: isOpaque } = there
  added = []
  ofPackages = []
  /** Once the first run is over. */
  let usual: readonly Listening[] | undefined
  return {
    isOpaque,
    reset(note) {
      for (const each of added.splice(0)) {
        note(`who listens to ${each[1]}`)
        takeOff(each)
      }
      if (usual) takeOffNew(usual)
      else usual = [...ofPackages]
      there?.reset(new Set(ofPackages.map(([target]) => target)), note)
      const areOther = there?.areReplaced() === true
      const changed = contents.filter(({ element, html }) => element.innerHTML !== html || (areOther && element === document.body))
      for (const { element, html } of changed) {
        note(element === document.body ? 'body' : 'head', element.innerHTML)
        element.innerHTML = html
      }
      // They are others now.
      if (changed.some(({ element }) => element === document.body)) there = rememberElements(document)
      if (typeof name === 'string' && (realm as PageLike).name !== name) (realm as PageLike).name = name
      for (const { element, attributes } of elements) resetAttributes(element, attributes, note)
      if (href !== undefined && (location?.href !== href || history?.state !== state)) {
        note('address', location?.href)
        replaceState?.call(history!, state, '', href)
      }
      for (const [name, value] of cookiesOf(document.cookie)) {
        if (cookies.get(name) === value) continue
        note(`cookie ${name}`, value)
        document.cookie = cookies.has(name) ? `${name}=${cookies.get(name)}` : `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT`
      }
      for (const storage of storages) storage.reset(note)
    },
  }
}

/** Not by `attributes`, which is made when it is read first. */
function attributesOf(element: ElementLike): ReadonlyMap<string, string> {
  return new Map(element.getAttributeNames().map((name) => [name, element.getAttribute(name) ?? '']))
}

function resetAttributes(element: ElementLike, before: ReadonlyMap<string, string>, note: Note): void {
  const now = attributesOf(element)
  for (const name of new Set([...now.keys(), ...before.keys()])) {
    const value = before.get(name)
    if (now.get(name) === value) continue
    note(`attribute ${name}`, now.get(name))
    if (value === undefined) element.removeAttribute(name)
    else element.setAttribute(name, value)
  }
}

function rememberStorage(storage: StorageLike): { reset(note: Note): void } {
  const itemsOf = () => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').map((name) => [name, storage.getItem(name) ?? ''] as const)
  const before = itemsOf()
  return {
    reset(note) {
      if (storage.length === 0 && before.length === 0) return
      const [was, now] = [new Map(before), new Map(itemsOf())]
      for (const name of new Set([...was.keys(), ...now.keys()])) if (was.get(name) !== now.get(name)) note(`stored ${name}`, now.get(name))
      storage.clear()
      for (const [name, value] of before) storage.setItem(name, value)
    },
  }
}

/** Those that scripts may see, by name. */
function cookiesOf(text = ''): ReadonlyMap<string, string> {
  return new Map(text.split(/;\s*/u).filter(Boolean).map((each) => {
    const [name = '', ...value] = each.split('=')
    return [name, value.join('=')]
  }))
}
