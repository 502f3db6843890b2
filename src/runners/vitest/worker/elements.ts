/** What elements that were there before the first test know beside their markup: put back after each run. */
import type { Note } from './surroundings.js'

interface ElementLike {
  readonly localName: string
  readonly shadowRoot?: object | null
  focus?(): void
  blur?(): void
}

interface SheetLike {
  readonly cssRules: { readonly length: number }
  deleteRule(at: number): void
}

export interface DocumentLike {
  readonly activeElement?: ElementLike | null
  readonly styleSheets?: ArrayLike<SheetLike>
}

interface SelectionLike {
  readonly rangeCount: number
  removeAllRanges(): void
}

export interface Elements {
  has(element: object): boolean
  /** Whether some of them may know what nobody can put back. */
  readonly areOpaque: boolean
  /** Whether there are others now, as when a set-up file has run again. */
  areReplaced(): boolean
  /** @param kept those whose own properties stay: packages that listen on an element mark it, and do not listen again */
  reset(kept: ReadonlySet<object>, note: Note): void
}

/** Properties that attributes do not tell, by the name of the element. */
const STATE: Readonly<Record<string, readonly string[]>> = {
  input: ['value', 'checked', 'indeterminate'],
  textarea: ['value'],
  option: ['selected'],
}
const STATE_OF_ALL = ['scrollTop', 'scrollLeft']

/** Of more nobody takes anything down. */
const MOST = 2000
/** They draw, play or hold a page of their own; names with a dash are those of the project. */
const OPAQUE = /-|^(?:canvas|iframe|video|audio)$/u

interface Known {
  readonly element: ElementLike
  readonly state: readonly (readonly [name: string, value: unknown])[]
  /** Names of its own properties. Symbols are the page's, which makes the elements. */
  readonly own: ReadonlySet<string>
}

/** Takes down what they know now. */
export function rememberElements(document: DocumentLike): Elements {
  const all = elementsOf(document)
  const known = all.length > MOST ? [] : all.map(takeDown)
  const there = new WeakSet<object>(all)
  const { activeElement } = document
  const hadSelection = (selectionOf(document)?.rangeCount ?? 0) > 0
  const rules = Array.from(document.styleSheets ?? [], (sheet) => ({ sheet, length: lengthOf(sheet) }))
  return {
    has: (element) => there.has(element),
    areOpaque: all.length > MOST || known.some(isOpaque),
    areReplaced() {
      const now = elementsOf(document)
      return now.length !== all.length || now.some((element, at) => element !== all[at])
    },
    reset(kept, note) {
      for (const each of known) {
        putBackState(each)
        if (!kept.has(each.element)) putBackOwn(each)
      }
      const { activeElement: now } = document
      if (now !== activeElement) {
        note('focus', now?.localName)
        if (activeElement && there.has(activeElement)) activeElement.focus?.()
        else now?.blur?.()
      }
      if (!hadSelection) selectionOf(document)?.removeAllRanges()
      for (const { sheet, length } of rules) for (let at = lengthOf(sheet); at > length; at--) sheet.deleteRule(at - 1)
    },
  }
}

function elementsOf(document: DocumentLike): ElementLike[] {
  return [...inherited(document, 'querySelectorAll')?.call(document, 'body *') as Iterable<ElementLike> | undefined ?? []]
}

function selectionOf(document: DocumentLike): SelectionLike | undefined {
  return inherited(document, 'getSelection')?.call(document) as SelectionLike | null | undefined ?? undefined
}

/** The method of a real document: not what tests have put on it, which may count its calls, nor what stands for one. */
function inherited(document: object, name: string): ((this: unknown, ...args: unknown[]) => unknown) | undefined {
  const holder = holderOf(Object.getPrototypeOf(document) as object | null, name)
  const method: unknown = holder && Reflect.get(holder, name)
  return typeof method === 'function' ? method as ReturnType<typeof inherited> : undefined
}

/** The first of an object and its prototypes that has a property of this name itself. */
export function holderOf(object: object | null, name: string): object | null {
  let holder = object
  while (holder && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder) as object | null
  return holder
}

function takeDown(element: ElementLike): Known {
  const names = [...STATE[element.localName] ?? [], ...STATE_OF_ALL]
  return { element, state: names.map((name) => [name, Reflect.get(element, name)] as const), own: new Set(Object.getOwnPropertyNames(element)) }
}

function putBackState({ element, state }: Known): void {
  for (const [name, value] of state) if (Reflect.get(element, name) !== value) Reflect.set(element, name, value)
}

function putBackOwn({ element, own }: Known): void {
  for (const name of Object.getOwnPropertyNames(element)) if (!own.has(name)) Reflect.deleteProperty(element, name)
}

/** What an element was given before the first test may change inside; some pages keep their own state so, too. */
function isOpaque({ element, own }: Known): boolean {
  return own.size > 0 || OPAQUE.test(element.localName) || Boolean(element.shadowRoot)
}

/** Sheets of other origins cannot be read. */
function lengthOf(sheet: SheetLike): number {
  try {
    return sheet.cssRules.length
  } catch {
    return 0
  }
}
