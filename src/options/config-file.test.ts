import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import { loadConfig } from './config-file.js'

const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutate-config-')))
afterAll(() => rmSync(home, { recursive: true, force: true }))

let count = 0

function project(files: Readonly<Record<string, string>>): string {
  const root = path.join(home, String(count++))
  mkdirSync(root)
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text)
  return root
}

async function failure(files: Readonly<Record<string, string>>, explicit?: string): Promise<string> {
  const root = project(files)
  const outcome = await loadConfig(root, explicit === undefined ? undefined : path.join(root, explicit)).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(outcome instanceof UserError)) throw new Error('no UserError', { cause: outcome })
  expect(outcome.exitCode).toBe(2)
  expect(outcome.message).not.toContain('\n')
  return outcome.message.replaceAll(root, 'ROOT')
}

describe('a config', () => {
  const body = '{ minScore: 80, operators: ["default", "-Regex"] }'
  const values = { minScore: 80, operators: ['default', '-Regex'] }

  test.each([
    ['mutate.config.ts', `interface A { b: number }\nconst typed: A = { b: 1 }\nexport default ${body} satisfies object & { c?: typeof typed }`],
    ['mutate.config.mts', `export default ${body} as const`],
    ['mutate.config.js', `export default ${body}`],
    ['mutate.config.mjs', `export default Promise.resolve(${body})`],
    ['mutate.config.cjs', `module.exports = ${body}`],
    ['mutate.config.json', `\uFEFF${JSON.stringify({ $schema: './x.json', ...values })}`],
  ])('is read from %s', async (name, text) => {
    const root = project({ 'package.json': '{"type":"module"}', [name]: text })
    expect(await loadConfig(root)).toEqual({ file: path.join(root, name), values })
  })

  test('is read from package.json', async () => {
    const root = project({ 'package.json': JSON.stringify({ mutate: values }) })
    expect(await loadConfig(root)).toEqual({ file: path.join(root, 'package.json'), values })
  })

  test('is not needed', async () => {
    expect(await loadConfig(project({}))).toEqual({ file: undefined, values: {} })
    expect(await loadConfig(project({ 'package.json': '{}' }))).toEqual({ file: undefined, values: {} })
  })

  test('can be any file that is named', async () => {
    const root = project({ 'mutate.config.json': '{"minScore": 1}', 'other.json': '{"minScore": 2}' })
    expect((await loadConfig(root, path.join(root, 'other.json'))).values).toEqual({ minScore: 2 })
  })

  test('takes every key of the table', async () => {
    const all = {
      paths: ['src'], operators: ['all'], suppress: false, concurrency: '50%', coverage: ['c'],
      reporters: [], out: 'o', minScore: 0, minCovered: 100, maxSurvivors: 3,
    }
    expect((await loadConfig(project({ 'mutate.config.json': JSON.stringify(all) }))).values).toEqual(all)
  })
})

describe('a wrong config', () => {
  test.each([
    ['', 'mutate.config.json is empty; write {} or remove the file'],
    [' \n\t', 'mutate.config.json is empty'],
    ['{', 'mutate.config.json is not valid JSON: '],
    ['{\n  "minScore": 80,\n}', 'mutate.config.json is not valid JSON: Expected double-quoted property name at line 3, column 1'],
    ['{ "a": 1 } x', 'is not valid JSON: Unexpected non-whitespace character after JSON at line 1, column 12'],
    ['null', 'mutate.config.json must hold an object, not null'],
    ['[]', 'mutate.config.json must hold an object, not an array'],
    ['"x"', 'mutate.config.json must hold an object, not "x"'],
    ['42', 'mutate.config.json must hold an object, not 42'],
    ['{"operatrs": []}', 'mutate.config.json: unknown key "operatrs"; did you mean "operators"?'],
    ['{"min-score": 1}', 'unknown key "min-score"; did you mean "minScore"?'],
    ['{"frobnicate": 1}', 'unknown key "frobnicate"; known are paths, operators, '],
    ['{"__proto__": {"minScore": 1}}', 'unknown key "__proto__"'],
    ['{"constructor": 1}', 'unknown key "constructor"'],
    ['{"json": true}', '"json" can not stand in the config; use the flag --json'],
    ['{"config": "x"}', '"config" can not stand in the config; use the flag --config'],
    ['{"root": "x"}', '"root" can not stand in the config; use the flag --root'],
    ['{"minScore": "80"}', '"minScore" must be a number from 0 to 100, not "80"'],
    ['{"minScore": 1e999}', '"minScore" must be a number from 0 to 100, not Infinity'],
    ['{"minScore": null}', '"minScore" must be a number from 0 to 100, not null'],
    ['{"maxSurvivors": -1}', '"maxSurvivors" must be a whole number, 0 or more, not -1'],
    ['{"concurrency": "all"}', '"concurrency" must be a whole number from 1, or a percentage of the cores such as "50%", not "all"'],
    ['{"concurrency": -2}', 'not -2'],
    ['{"operators": "default"}', '"operators" must be a list of names, not "default"'],
    ['{"operators": []}', '"operators" must not be empty'],
    ['{"operators": [1]}', '"operators" must be a list of names, but it holds 1'],
    ['{"operators": [""]}', '"operators" must be a list of names, but it holds ""'],
    ['{"paths": {"a": 1}}', '"paths" must be a list of paths, not {"a":1}'],
    ['{"reporters": ["htm"]}', '"reporters" knows text, json, html, sarif, github, gitlab, junit, markdown, badge, not "htm"; did you mean "html"?'],
    ['{"out": 3}', '"out" must be a path, not 3'],
    ['{"out": " "}', '"out" must be a path, not " "'],
    ['{"suppress": "no"}', '"suppress" must be true or false, not "no"'],
  ])('of JSON %j is answered with one sentence', async (text, message) => {
    expect(await failure({ 'mutate.config.json': text })).toContain(message)
  })

  test('with a long wrong value shows the beginning of it', async () => {
    const message = await failure({ 'mutate.config.json': `{"out": [${'"x",'.repeat(10_000)}1]}` })
    expect(message).toMatch(/^mutate\.config\.json: "out" must be a path, not \["x","x",.{1,60}…$/u)
  })

  test.each([
    ['throws', 'export const a = 1\nthrow new Error("no database")', 'mutate.config.mjs could not be loaded: no database (line 2)'],
    ['throws no error', 'throw "oh"', 'mutate.config.mjs could not be loaded: it threw "oh"'],
    ['rejects', 'export default Promise.reject(new Error("late"))', 'mutate.config.mjs could not be loaded: late'],
    ['does not parse', 'export default {', 'mutate.config.mjs could not be loaded: '],
    ['imports what is not there', 'import "./nowhere.js"', 'could not be loaded: Cannot find module'],
    ['is empty', '', 'mutate.config.mjs has no default export; write: export default { … }'],
    ['exports by name only', 'export const minScore = 3', 'mutate.config.mjs has no default export'],
    ['exports nothing', 'export default undefined', 'mutate.config.mjs has no default export'],
    ['exports null', 'export default null', 'mutate.config.mjs must hold an object, not null'],
    ['exports a function', 'export default () => ({})', 'mutate.config.mjs must hold an object, not a function'],
    ['holds a bigint', 'export default { minScore: 3n }', '"minScore" must be a number from 0 to 100, not 3'],
    ['holds NaN', 'export default { minScore: NaN }', '"minScore" must be a number from 0 to 100, not NaN'],
    ['holds a symbol', 'export default { out: Symbol("s") }', '"out" must be a path, not Symbol(s)'],
    ['holds itself', 'const a = {}; a.out = a; export default a', '"out" must be a path, not an object'],
    ['has a getter that throws', 'export default { get out() { throw new Error("got") } }', 'mutate.config.mjs could not be loaded: got (line 1)'],
  ])('that %s is answered with one sentence', async (_name, text, message) => {
    expect(await failure({ 'mutate.config.mjs': text })).toContain(message)
  })

  test('in TypeScript that does not parse is answered with one sentence', async () => {
    expect(await failure({ 'mutate.config.ts': 'export default { a: ' })).toContain('mutate.config.ts could not be loaded: ')
  })

  test('in TypeScript that throws names the line', async () => {
    const text = 'interface A { b: 1 }\nexport type B = A\nthrow new Error("no database")'
    expect(await failure({ 'mutate.config.ts': text })).toContain('mutate.config.ts could not be loaded: no database (line 3')
  })

  test('beside another one is ambiguous', async () => {
    expect(await failure({ 'mutate.config.json': '{}', 'mutate.config.mjs': '' }))
      .toBe('more than one config file: mutate.config.mjs, mutate.config.json; keep one of them')
    expect(await failure({ 'mutate.config.json': '{}', 'package.json': '{"mutate":{}}' }))
      .toBe('both mutate.config.json and the "mutate" key of package.json hold a config; keep one of them')
  })

  test('in package.json is named by its key', async () => {
    expect(await failure({ 'package.json': '{"mutate":{"out":1}}' })).toBe('package.json, key "mutate": "out" must be a path, not 1')
    expect(await failure({ 'package.json': '{"mutate":7}' })).toBe('package.json, key "mutate" must hold an object, not 7')
    expect(await failure({ 'package.json': '{"mut' })).toContain('package.json is not valid JSON: ')
  })

  test('that is asked for must be there', async () => {
    expect(await failure({}, 'nope.json')).toBe('config file not found: ROOT/nope.json')
    expect(await failure({ 'package.json': '{}' }, 'package.json')).toBe('ROOT/package.json has no "mutate" key')
    expect(await failure({ 'a.yaml': 'x: 1' }, 'a.yaml'))
      .toBe('a.yaml: a config file ends in .ts, .mts, .js, .mjs, .cjs, .json')
  })

  test('that is a folder is answered with one sentence', async () => {
    const root = project({})
    mkdirSync(path.join(root, 'mutate.config.json'))
    await expect(loadConfig(root)).rejects.toThrow('mutate.config.json could not be read: ')
  })
})
