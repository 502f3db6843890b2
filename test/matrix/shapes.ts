/** The shapes a Vitest project can have: each turns the fixture `shapes` into one, without changing what is true of it. */
import type { VersionName } from './installs.js'

/** Path → text. */
export type Files = Readonly<Record<string, string>>

export interface Shape {
  /** The fixture that is written, with truths of its own. Default: `shapes`. */
  readonly fixture?: string
  /** What is written over the fixture; an empty text takes a file away. */
  files(base: Files, version: VersionName): Files
  /** The project, relative to the folder that is written; `mutate` is started elsewhere, with `--root`. */
  readonly root?: string
  /** Links to make, path → target relative to the folder. `node_modules` itself leads to the installed packages. */
  readonly links?: Readonly<Record<string, string>>
  /** Source files that are mutated, when not all of the fixture's are. */
  readonly sources?: readonly string[]
  /** What the run must say. */
  readonly says?: RegExp
  /** Default: it must not say that one test file runs at a time. */
  readonly runsOneByOne?: true
  readonly versions?: readonly VersionName[]
}

/** Versions with settings that later ones have no more. */
const OLD: readonly VersionName[] = ['3.2', '3.2, Vite 5']

/** A fixture as it stands; other tests try it with the version this project is developed with. */
function fixture(name: string): Shape {
  return { fixture: name, files: () => ({}), versions: [...OLD, '4.0', '5.1'] }
}

const PRICE_TEST = 'test/price.test.js'
const RATES_TEST = 'test/rates.test.js'

/** A config file with these settings under `test`. */
function config(test: string, rest = '', imports = ''): string {
  return `${imports}import { defineConfig } from 'vitest/config'\nexport default defineConfig({ ${rest} test: { ${test} } })\n`
}

function pool(name: string): Shape {
  return { files: () => ({ 'vitest.config.js': config(`pool: '${name}'`) }) }
}

/** A test of its own that says in which surroundings tests run. */
function aTest(expression: string, wanted: string): string {
  return `import { expect, test } from 'vitest'\ntest('surroundings', () => { expect(${expression}).toBe(${wanted}) })\n`
}

/** What a package for a browser would bring; Vitest 5 asks it for plugins as soon as the config is read. */
const BROWSER = `{ name: 'none', options: {}, providerFactory() {},
          serverFactory: () => ({ config: () => ({}), plugins: [], configureServer() {}, resolveOptimizeDeps: () => ({}),
          createParent: () => ({ spawn: () => ({}), async close() {} }), setupRpc() {} }) }`

export const shapes: Readonly<Record<string, Shape>> = {
  'fixture static': fixture('static'),
  // Vitest 5 clears mocks before each test, unless told not to: a test of this fixture counts on calls of the one before.
  'fixture semantics': { ...fixture('semantics'), files: () => ({ 'vitest.config.js': config('clearMocks: false') }) },
  'fixture snapshots': fixture('snapshots'),
  'fixture stateful': fixture('stateful'),
  'fixture exits': fixture('exits'),
  'fixture hanging': fixture('hanging'),
  'forks': pool('forks'),
  'threads': pool('threads'),
  'vmThreads': pool('vmThreads'),
  'vmForks': pool('vmForks'),
  'isolate: false': {
    files: () => ({ 'vitest.config.js': config('isolate: false') }),
    says: /`isolate: false`/,
  },
  'fileParallelism: false': oneByOne('fileParallelism: false'),
  'maxWorkers: 1': oneByOne('maxWorkers: 1'),
  'maxWorkers of a project': {
    ...oneByOne(`projects: [{ test: { name: 'one', include: ['test/*.test.js'], maxWorkers: 1 } }]`),
    versions: ['4.0', '4.1', '5.1'],
  },
  'projects': {
    files: () => ({
      'vitest.config.js': config(`projects: [
        { test: { name: 'node', environment: 'node', include: ['test/{price,node}.test.js'] } },
        { test: { name: 'page', environment: 'jsdom', include: ['test/{price,rates,page}.test.js'] } },
      ]`),
      'test/node.test.js': aTest('typeof document', `'undefined'`),
      'test/page.test.js': aTest('typeof document', `'object'`),
    }),
  },
  'workspace file': {
    files: () => ({
      'vitest.workspace.js': `export default [
  { test: { name: 'node', include: ['test/{price,node}.test.js'] } },
  { test: { name: 'page', environment: 'jsdom', include: ['test/{price,rates,page}.test.js'] } },
]
`,
      'test/node.test.js': aTest('typeof document', `'undefined'`),
      'test/page.test.js': aTest('typeof document', `'object'`),
    }),
    versions: OLD,
  },
  'settings by globs': {
    files: () => ({
      'vitest.config.js': config(`environmentMatchGlobs: [['test/page.*', 'jsdom'], ['**/*.test.js', 'node']],
        poolMatchGlobs: [['**/machine.test.js', 'vmForks']]`),
      'test/node.test.js': aTest('typeof document', `'undefined'`),
      'test/page.test.js': aTest('typeof document', `'object'`),
      'test/machine.test.js': aTest('process.env.VITEST_VM_POOL', `'1'`),
    }),
    versions: OLD,
  },
  'one process': {
    files: () => ({ 'vitest.config.js': config('poolOptions: { forks: { singleFork: true, isolate: false } }') }),
    says: /one test file runs at a time[^]*`isolate: false`|`isolate: false`[^]*one test file runs at a time/,
    runsOneByOne: true,
    versions: OLD,
  },
  'pool of its own': {
    files: (_, version) => ({
      'vitest.config.js': config(`projects: [
        { test: { name: 'unit', include: ['test/*.test.js'] } },
        { test: { name: 'far', include: ['test/far.js'], pool: ${OLD.includes(version) ? `'./pool.js'`
    : `{ name: './pool.js', createPoolWorker() { throw new Error('not here') } }`} } },
      ]`),
      'pool.js': `export default () => { throw new Error('not here') }\n`,
      'test/far.js': aTest('1', '2'),
    }),
    says: /1 test file\(s\) in the pool \S*pool\.js are left out/,
  },
  'annotations': {
    files: () => ({
      'test/notes.test.js': `import { expect, test } from 'vitest'
test('a note', async ({ annotate }) => { expect((await annotate('seen', 'notice')).message).toBe('seen') })
`,
    }),
  },
  'mocks of the file': {
    // What they were told when the file was loaded hides a survivor from assertions that would notice it without.
    files: () => ({
      'test/mocks.test.js': `import { expect, test, vi } from 'vitest'
import { shipping } from '../src/price.js'
const told = vi.fn().mockReturnValue(true)
const method = { told: () => undefined }
vi.spyOn(method, 'told').mockReturnValue(true)
test('a function is told what to return', () => {
  const free = shipping(100, false) === 0
  expect(told() ?? free).toBe(true)
})
test('so is a method', () => {
  const free = shipping(100, false) === 0
  expect(method.told() ?? free).toBe(true)
})
`,
    }),
  },
  'jsdom': environment('jsdom'),
  'happy-dom': environment('happy-dom'),
  'environment comment': {
    files: (base) => ({
      [PRICE_TEST]: `// @vitest-environment jsdom\n${base[PRICE_TEST]!}test('page', () => { expect(typeof document).toBe('object') })\n`
        .replace('expect, it }', 'expect, it, test }'),
    }),
  },
  'setup files': {
    files: (base) => ({
      'vitest.config.js': config(`setupFiles: './setup.js', globalSetup: './global.js', env: { COUNTRY: 'at' }`),
      'setup.js': `import { beforeEach } from 'vitest'\nbeforeEach(() => { globalThis.country = process.env.COUNTRY })\n`,
      'global.js': 'export default (project) => { project.provide(\'wanted\', 120) }\n',
      [PRICE_TEST]: base[PRICE_TEST]!
        .replace('expect, it }', 'expect, inject, it }')
        .replace(`withTax(100, 'at')).toBe(120)`, `withTax(100, globalThis.country)).toBe(inject('wanted'))`),
    }),
  },
  'aliases': {
    files: (base) => ({
      'vitest.config.js': config('', `resolve: { alias: { '~': resolve('./src') } },`, `import { resolve } from 'node:path'\n`),
      [PRICE_TEST]: base[PRICE_TEST]!.replace('../src/', '~/'),
    }),
  },
  'pnpm workspace': {
    root: 'packages/price',
    files: (base) => ({
      ...Object.fromEntries(Object.keys(base).map((path) => [path, ''])),
      'package.json': '{ "private": true }',
      'pnpm-workspace.yaml': `packages: ['packages/*']\n`,
      'packages/rates/package.json': '{ "name": "@shop/rates", "type": "module", "exports": "./src/rates.js" }',
      'packages/rates/src/rates.js': base['src/rates.js']!,
      'packages/price/package.json': '{ "name": "@shop/price", "type": "module" }',
      'packages/price/vitest.config.js': base['vitest.config.js']!,
      'packages/price/src/price.js': base['src/price.js']!.replace('./rates.js', '@shop/rates'),
      [`packages/price/${PRICE_TEST}`]: base[PRICE_TEST]!,
    }),
    links: {
      'packages/price/node_modules/vitest': 'node_modules/vitest',
      'packages/price/node_modules/@shop/rates': 'packages/rates',
    },
    sources: ['src/price.js'],
  },
  'CommonJS': {
    files: (base) => ({
      'package.json': '{ "private": true }',
      'vitest.config.js': '',
      'vitest.config.mjs': base['vitest.config.js']!,
      'src/price.js': `${base['src/price.js']!
        .replace(/import (.*) from (.*)/, 'const $1 = require($2)')
        .replaceAll('export function', 'function')}\nexports.withTax = withTax\nexports.shipping = shipping\nexports.label = label\n`,
      'src/rates.js': `${base['src/rates.js']!.replace('export ', '')}\nexports.rateOf = rateOf\n`,
    }),
  },
  'test.runner': {
    files: (_, version) => ({
      'vitest.config.js': config(`runner: './runner.js'`),
      'runner.js': `${/^3|^4\.0/.test(version)
        ? `import { VitestTestRunner as TestRunner } from 'vitest/runners'`
        : `import { TestRunner } from 'vitest'`}
export default class extends TestRunner {
  onBeforeRunTask(test) {
    globalThis.running = test.name
    return super.onBeforeRunTask(test)
  }
}
`,
      'test/runner.test.js': aTest('globalThis.running', `'surroundings'`),
    }),
  },
  'in-source tests': {
    files: (base) => ({
      'vitest.config.js': config(`includeSource: ['src/*.js']`),
      [RATES_TEST]: '',
      'src/rates.js': `${base['src/rates.js']!}
if (import.meta.vitest) {
  const { expect, test } = import.meta.vitest
  test('every country has a rate', () => {
    expect(rateOf('at')).toBeGreaterThan(0)
    expect(rateOf('de')).toBeLessThan(1)
  })
}
`,
    }),
  },
  'typecheck project': {
    files: () => ({
      'vitest.config.js': config(`projects: [
        { test: { name: 'unit', include: ['test/*.test.js'] } },
        { test: { name: 'types', include: [], typecheck: { enabled: true, include: ['test/*.test-d.ts'] } } },
      ]`),
      'test/price.test-d.ts': `import { expectTypeOf, test } from 'vitest'\ntest('types', () => { expectTypeOf(1).toBeNumber() })\n`,
    }),
    says: /type checks are left out/,
  },
  'projects left out': {
    // Neither a browser nor the package for one is installed.
    files: () => ({
      'vitest.config.js': config(`projects: [
        { test: { name: 'unit', include: ['test/*.test.js'] } },
        { test: { name: 'page', include: ['test/*.browser.js'], browser: { enabled: true, headless: true,
          instances: [{ browser: 'chromium' }], provider: ${BROWSER} } } },
        { test: { name: 'types', include: [], typecheck: { enabled: true, include: ['test/*.test-d.ts'] } } },
      ]`),
      'test/price.browser.js': `import { test } from 'vitest'\ntest('is on a page', () => {})\n`,
      'test/price.test-d.ts': `import { expectTypeOf, test } from 'vitest'\ntest('types', () => { expectTypeOf(1).toBeNumber() })\n`,
    }),
    says: /(?=[^]*1 test file\(s\) in browser mode are left out)[^]*1 test file\(s\) in type checks are left out/,
    versions: ['4.0', '4.1', '5.1'],
  },
  'browser project': {
    // Nothing of it is started: there is no browser here.
    files: () => ({
      'vitest.config.js': config(`projects: [
        { test: { name: 'unit', include: ['test/*.test.js'] } },
        { test: { name: 'page', include: ['test/*.browser.js'], browser: { enabled: true, headless: true,
          instances: [{ browser: 'chromium' }], provider: ${BROWSER} } } },
      ]`),
      'test/price.browser.js': `import { test } from 'vitest'\ntest('is on a page', () => {})\n`,
    }),
    says: /browser mode are left out/,
    versions: ['4.0', '4.1', '5.1'],
  },
}

/** The second test file that runs at the same time finds the database taken. */
function oneByOne(setting: string): Shape {
  return {
    files: (base) => ({
      'vitest.config.js': config(setting),
      ...Object.fromEntries([PRICE_TEST, RATES_TEST].map((path) => [path, `${base[path]!}
import { mkdirSync, rmdirSync } from 'node:fs'
import { afterAll, beforeAll } from 'vitest'
const database = new URL('../database', import.meta.url)
beforeAll(() => { mkdirSync(database) })
afterAll(() => { rmdirSync(database) })
`])),
    }),
    says: /one test file runs at a time, because of `fileParallelism: false`/,
    runsOneByOne: true,
  }
}

function environment(name: string): Shape {
  return {
    files: () => ({
      'vitest.config.js': config(`environment: '${name}'`),
      'test/page.test.js': aTest('typeof document', `'object'`),
    }),
  }
}
