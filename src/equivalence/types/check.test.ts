import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkTypes } from './check.js'
import type { TypeCheckFile } from './protocol.js'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const STRICT = '{ "compilerOptions": { "strict": true, "lib": ["ES2022"], "types": [], "noEmit": true }, "include": ["src"] }'

/** A project in a temporary folder, with the TypeScript of this repository. */
function project(files: Readonly<Record<string, string>>, modules = join(REPOSITORY, 'node_modules')): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-types-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  if (modules !== '') symlinkSync(modules, join(root, 'node_modules'), 'dir')
  return root
}

/** A file with mutants written as `[original, replacement]`; the id of each is its replacement. */
function withMutants(root: string, path: string, ...edits: readonly (readonly [string, string])[]): TypeCheckFile {
  const text = readFileSync(join(root, path), 'utf8')
  const mutants = edits.map(([original, replacement]) => {
    const start = text.indexOf(original)
    expect(start, original).toBeGreaterThanOrEqual(0)
    return { id: replacement, start, end: start + original.length, replacement }
  })
  return { path, text, mutants }
}

function refused(root: string, ...files: readonly TypeCheckFile[]): string[] {
  return checkTypes({ root, files }).errors.map(([id]) => id)
}

describe('a mutant', () => {
  const root = () => project({
    'tsconfig.json': STRICT.replace('"strict"', '"noUnusedLocals": true, "strict"'),
    'src/a.ts': `export function f(a?: { b: number }): number {
  const fallback = 1
  return a?.b ?? fallback
}
export function g(a: number): number {
  if (a > 1) { return 1 }
  return 2
}
`,
  })

  it('is refused with what the compiler says', () => {
    const folder = root()
    const { errors, checked, compilers } = checkTypes({ root: folder, files: [withMutants(folder, 'src/a.ts', ['a?.b', 'a.b'])] })
    expect(errors).toEqual([['a.b', "'a' is possibly 'undefined'. (TS18048)"]])
    expect(checked).toBe(1)
    expect(compilers).toHaveLength(1)
  })

  it('is accepted when it compiles', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ['a > 1', 'a >= 1'], ['return 2', 'return 0']))).toEqual([])
  })

  it('is refused for what another mutant of its file is refused for, too', () => {
    const folder = project({
      'tsconfig.json': STRICT,
      'src/a.ts': `declare const some: number[] | number
export const count: number = some ? 3 : 4
export function first(list: number[]): number { let sum = count; for (const one of list) sum += one; return sum }
export function last(list: number[]): number { let sum = count; for (const one of list.reverse()) sum -= one; return sum }
`,
    })
    const file = withMutants(folder, 'src/a.ts', ['of list)', 'of some)'], ['of list.reverse()', 'of (some)'])
    expect(refused(folder, file)).toEqual(['of some)', 'of (some)'])
  })

  it('is not refused for a variable that it leaves unused', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ['a?.b ?? fallback', '0']))).toEqual([])
  })

  it('is not refused for code that it makes unreachable, as nobody who took that away would be told of it', () => {
    const folder = project({
      'tsconfig.json': STRICT,
      'src/a.ts': `export function f(a: string | undefined, b: { c?: string[] }): number {
  if (a !== undefined) { b.c = [a.trim()] }
  if (b.c !== undefined && b.c.length > 0) return b.c.length
  const d = a === undefined ? 0 : a.length
  if (a === undefined) return d
  return a.length
}
`,
    })
    expect(refused(folder, withMutants(folder, 'src/a.ts',
      ['a !== undefined', 'false'], ['b.c !== undefined', 'false'], ['b.c !== undefined && b.c.length > 0', '(false)'],
      ['a === undefined ?', '!false ?'], ['if (a === undefined)', 'if (true)'],
    ))).toEqual([])
    expect(refused(folder, withMutants(folder, 'src/a.ts',
      ['a !== undefined', 'true'], ['b.c !== undefined', '!false'], ['a === undefined ?', 'false ?'], ['if (a === undefined)', 'if (false)'],
    ))).toEqual(['true', '!false', 'false ?', 'if (false)'])
  })

  it('that empties a function body is not refused because the function then returns nothing', () => {
    const folder = root()
    const body = '{\n  if (a > 1) { return 1 }\n  return 2\n}'
    expect(refused(folder, withMutants(folder, 'src/a.ts', [body, '{}']))).toEqual([])
  })

  it('that takes the last return out of a function that must return is refused', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ['return 2', ';']))).toEqual([';'])
  })

  it('is refused beside an emptied body in another function all the same', () => {
    const folder = root()
    const body = '{\n  const fallback = 1\n  return a?.b ?? fallback\n}'
    expect(refused(folder, withMutants(folder, 'src/a.ts', [body, '{}'], ['return 2', ';']))).toEqual([';'])
  })
})

describe('a mutant of a module that others depend on', () => {
  const CYCLE = {
    'tsconfig.json': STRICT,
    'src/a.ts': `import { twice } from './b'
export function start() { return 1 }
const typed = (): number => { return 1 }
function own() { return typed() ? 'a' : 'b' }
export function end(): string { return twice().toFixed() + own().trim() }
`,
    'src/b.ts': "import { start } from './a'\nexport function twice() { return start() }\n",
  }

  it('is refused for what comes back to its file from another one', () => {
    const root = project(CYCLE)
    expect(refused(root, withMutants(root, 'src/a.ts', ['{ return 1 }', "{ return '' }"]))).toEqual(["{ return '' }"])
  })

  it('is refused for what it does to its own file', () => {
    const root = project(CYCLE)
    expect(refused(root, withMutants(root, 'src/a.ts', ["'a' : 'b'", "'a' : undefined"], ["'a' :", "'c' :"], ['twice().', 'twice'])))
      .toEqual(["'a' : undefined", 'twice'])
  })

  it('is one of a class that others know by its name', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': `import { read } from './b'
export class A {
  private value = 1
  get(): number { return this.value }
  read(): number { return read(this) + (this.value > 0 ? 1 : 0) }
}
`,
      'src/b.ts': "import type { A } from './a'\nexport function read(a: A): number { return a.get() }\n",
    })
    expect(refused(root, withMutants(root, 'src/a.ts', ['this.value > 0', 'true'], ['read(this)', "''"], ['read(this)', 'this.read()'])))
      .toEqual(["''"])
  })

  it('meets what its file and others add to each other', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': "export interface Known { a: 1 }\nexport function a(key: keyof Known): boolean { return key === 'b' }\n",
      'src/b.ts': `import { a } from './a'
declare module './a' { interface Known { b: Text } }
declare global { interface Array<T> { total(): number } }
interface Text { text: string }
export function b(): number { return a('b') ? [1].total() : 0 }
`,
    })
    const files = [
      withMutants(root, 'src/a.ts', ["'b'", "'a'"], ["'b'", "'c'"]),
      withMutants(root, 'src/b.ts', ["a('b')", "a('a')"], ["a('b')", "a('c')"], ['[1].total()', '[1].none()']),
    ]
    expect(refused(root, ...files)).toEqual(["'c'", "a('c')", '[1].none()'])
  })
})

describe('errors that are there without any mutant', () => {
  const root = () => project({
    'tsconfig.json': STRICT,
    'src/a.ts': `const wrong: number = 'text'
export function f(a: string): number {
  return a.length + wrong
}
`,
  })

  it('refuse no mutant', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ['a.length + wrong', '0']))).toEqual([])
  })

  it('refuse none either when it changes their words', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ["'text'", 'true']))).toEqual([])
  })

  it('that are expected refuse a mutant without them', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': 'export function f(a: { b: string }): string {\n  // @ts-expect-error there is no c\n  return a.c\n}\n',
    })
    expect(refused(root, withMutants(root, 'src/a.ts', ['a.c', "''"], ['a.c', 'a.d']))).toEqual(["''"])
  })

  it('do not hide a new one', () => {
    const folder = root()
    expect(refused(folder, withMutants(folder, 'src/a.ts', ['a.length + wrong', "''"]))).toEqual(["''"])
  })
})

describe('what is checked', () => {
  it('is what a config includes, by its references too', () => {
    const root = project({
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': STRICT.replace('["src"]', '["src/app"]'),
      'src/app/a.ts': 'export const a: number = 1\n',
      'src/other/b.ts': 'export const b: number = 2\n',
    })
    const files = [withMutants(root, 'src/app/a.ts', ['1', "'a'"]), withMutants(root, 'src/other/b.ts', ['2', "'b'"])]
    const answer = checkTypes({ root, files })
    expect(answer.errors.map(([id]) => id)).toEqual(["'a'"])
    expect(answer.checked).toBe(1)
  })

  it('are JavaScript files only where the project has them checked', () => {
    const text = '/** @returns {number} */\nexport function f() { return 1 }\n'
    const root = project({
      'tsconfig.json': STRICT.replace('"strict"', '"allowJs": true, "strict"'),
      'src/plain.js': text,
      'src/checked.js': `// @ts-check\n${text}`,
    })
    const files = [withMutants(root, 'src/plain.js', ['1', "'a'"]), withMutants(root, 'src/checked.js', ['1', "'b'"])]
    expect(refused(root, ...files)).toEqual(["'b'"])
  })

  it('sees what other files declare for all', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': 'export const a: number = [1].total()\n',
      'src/total.ts': 'declare global { interface Array<T> { total(): number; text(): string } }\nexport {}\n',
    })
    expect(refused(root, withMutants(root, 'src/a.ts', ['total()', 'text()'], ['[1]', '[]']))).toEqual(['text()'])
  })

  it('sees it even where no word tells that a file matters to others', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': 'export const a: number = [1].total()\n',
      'src/main.ts': "import { nothing } from './types/total'\nexport const main = nothing\n",
      'src/types/total.ts': 'export const nothing = 0\n'
        + 'declare /* for all */ global { interface Array<T> { total(): number; text(): string } }\n',
    })
    expect(refused(root, withMutants(root, 'src/a.ts', ['total()', 'text()'], ['[1]', '[]']))).toEqual(['text()'])
  })

  it('is nothing that only a config above the project includes', () => {
    const above = project({ 'tsconfig.json': STRICT.replace('["src"]', '["inner/src"]'), 'inner/src/a.ts': 'export const a: number = 1\n' })
    const root = join(above, 'inner')
    expect(checkTypes({ root, files: [withMutants(root, 'src/a.ts', ['1', "'a'"])] }).checked).toBe(0)
    expect(refused(above, withMutants(above, 'inner/src/a.ts', ['1', "'a'"]))).toEqual(["'a'"])
  })

  it('is nothing without a tsconfig.json, and nothing needs to be said', () => {
    const root = project({ 'src/a.ts': 'export const a: number = 1\n' })
    const answer = checkTypes({ root, files: [withMutants(root, 'src/a.ts', ['1', "'a'"])] })
    expect(answer).toEqual({ errors: [], checked: 0, compilers: [], files: [], notes: [] })
  })

  it('is nothing without TypeScript in the project, which is said', () => {
    const root = project({ 'tsconfig.json': STRICT, 'src/a.ts': 'export const a: number = 1\n' }, '')
    const { checked, notes } = checkTypes({ root, files: [withMutants(root, 'src/a.ts', ['1', "'a'"])] })
    expect(checked).toBe(0)
    expect(notes).toEqual(['survivors are not type-checked: the project has no TypeScript installed'])
  })

  it('is nothing with a TypeScript that has another interface, which is said', () => {
    const root = project({
      'tsconfig.json': STRICT,
      'src/a.ts': 'export const a: number = 1\n',
      // As the package of TypeScript 7 looks from outside.
      'node_modules/typescript/package.json': '{ "name": "typescript", "version": "7.0.2", "exports": { "./package.json": "./package.json", ".": "./lib/version.cjs" } }',
      'node_modules/typescript/lib/version.cjs': 'exports.version = "7.0.2"; exports.versionMajorMinor = "7.0"\n',
    }, '')
    const { checked, notes } = checkTypes({ root, files: [withMutants(root, 'src/a.ts', ['1', "'a'"])] })
    expect(checked).toBe(0)
    expect(notes).toEqual(['survivors are not type-checked: TypeScript 7.0.2 has no JavaScript interface for it'])
  })

  it('is nothing of plain JavaScript, which nobody is told', () => {
    const root = project({ 'jsconfig.json': '{}', 'src/a.js': 'export const a = 1\n' }, '')
    expect(checkTypes({ root, files: [withMutants(root, 'src/a.js', ['1', "'a'"])] }).notes).toEqual([])
  })
})
