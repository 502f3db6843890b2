/** The code by which a module hands out what it keeps, and what its functions do. */
import type { Captured, Captures, Declared, Kept, Place, Secrets, Setting } from '../model/instrumentable.js'
import { startOfModule } from './directives.js'
import { plain, separator, type Insertion } from './encoding.js'
import { HIDES, OPEN } from './realm-global.js'

export function encodeKept(path: string, kept: Kept): Insertion {
  const head = `(${JSON.stringify(path)},${kept.strict},`
  if (kept.kind === 'value') return { open: kept.span.start, before: plain(`__mut.d${head}`), close: kept.span.end, after: plain(')'), rank: 4 }
  return { open: kept.at, before: plain(`;__mut.v${head}${access(kept.names, kept.assignable ? kept.names : [])});`), rank: 0 }
}

/** Before anything of the module runs, as what it declares may be used then; in a file with tests where it is declared. */
export function encodeNames(path: string, text: string, { at, names, isRenewed }: Declared): Insertion {
  const code = `__mut.n(${JSON.stringify(path)},()=>[${names.join()}]${isRenewed ? ',"renewed"' : at === undefined ? '' : ',"own"'});`
  const open = at ?? startOfModule(text)
  return { open, before: plain((at === undefined ? separator(text, open) : ';') + code), rank: 0 }
}

/** A function that uses nothing which its file does not hand out. A text does nothing, wherever the function may be taken to. */
export function encodeOpen(place: Place): Insertion {
  return atHead(place, JSON.stringify(OPEN), 1)
}

function encodeSecrets({ at, ofInstances, ofClass }: Secrets): Insertion {
  return { open: at, before: plain(`static{__mut.p(this,${accessFields(ofInstances)},${accessFields(ofClass)})}`), rank: 0 }
}

/** A function that reads fields of an object, and one that assigns them. */
function accessFields(names: readonly string[]): string {
  const fields = names.map((name) => `$mut.${name}`).join()
  return names.length === 0 ? '0,0' : `($mut)=>[${fields}],($mut,$was)=>{[${fields}]=$was}`
}

export function encodeCaptures(path: string, text: string, { scopes, hiding, isOpaque, secrets }: Captures): Insertion[] {
  return [
    ...isOpaque ? [{ open: startOfModule(text), before: plain(`__mut.k(${JSON.stringify(path)});`), rank: 0 as const }] : [],
    ...hiding.map((place) => atHead(place, HIDES, 1)),
    ...scopes.map((scope) => encodeScope(path, scope)),
    ...secrets.map(encodeSecrets),
  ]
}

/** What a package is given, as it is under the active mutant: around all that is inside. */
export function encodeGiven(path: string, settings: readonly Setting[]): Insertion[] {
  return settings.flatMap(({ given }, at) => given.map(({ start, end }): Insertion =>
    ({ open: start, before: plain(`__mut.g(${idOf(path, at)},`), close: end, after: plain(')'), rank: 4 })))
}

/** That it is given; not where a mutant stands in its place. */
export function encodeSettings(path: string, settings: readonly Setting[]): Insertion[] {
  return settings.map(({ span: { start, end } }, at): Insertion =>
    ({ open: start, before: plain(`__mut.q(${idOf(path, at)})||(`), close: end, after: plain(')'), rank: 4 }))
}

function idOf(path: string, at: number): string {
  return JSON.stringify(`${path} ${at}`)
}

function encodeScope(path: string, { groups, ...place }: Captured): Insertion {
  const calls = groups.map(({ names, assignable }) => `__mut.k(${JSON.stringify(path)},${access(names, assignable)})`).join()
  return atHead(place, `__mut.w&&(${calls})`, 3)
}

function atHead({ form, span: { start, end }, name }: Place, code: string, rank: 1 | 3): Insertion {
  if (form === 'block') return { open: start, before: plain(`;${code};`), rank }
  // Behind a comma a function would have no name.
  if (name !== undefined) return { open: start, before: plain(`(${code},{${JSON.stringify(name)}:`), close: end, after: plain(`}[${JSON.stringify(name)}])`), rank: 4 }
  return { open: start, before: plain(`(${code},`), close: end, after: plain(')'), rank: 4 }
}

/** A function that reads variables, and one that assigns them as far as that can be. */
function access(names: readonly string[], assignable: readonly string[]): string {
  const read = `()=>[${names.join()}]`
  if (assignable.length === 0) return read
  return `${read},($mut)=>{[${names.map((name) => (assignable.includes(name) ? name : '')).join()}]=$mut}`
}
