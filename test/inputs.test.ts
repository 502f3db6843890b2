/** What is broken, foreign, odd or gone, and what the command makes of it: one sentence and an exit code, or a run like any other. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { allAtOnce, cleanEnvironment, linkModules, mutate, originalOf, run, temporaryFolder, writeProject } from './helpers.js'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))

/** A source and a test that detects all its mutants. */
const good = {
  'package.json': '{ "private": true, "type": "module" }',
  'src/one.js': 'export const one = () => 1 + 1\n',
  'src/one.test.js': `import { expect, it } from 'vitest'
import { one } from './one.js'
it('is two', () => { expect(one()).toBe(2) })
`,
}

/** Input, arguments, files → exit code and the one sentence; what is done to the folder before. */
type Row = readonly [string, readonly string[], Readonly<Record<string, string | Uint8Array>>, number, RegExp, ((folder: string) => void)?]

const link = (name: string, target: string) => (folder: string): void => { symlinkSync(target, join(folder, name)) }
const coverage = (path: string): string =>
  JSON.stringify({ [path]: { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} } })
const config = (text: string): Record<string, string> => ({ 'mutate.config.mjs': text })
const withVitest = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`node_modules/vitest/${path}`, text]))
const EARLY = 'mutate: ended before there was a result: a config or a plugin of the project'
const UNCAUGHT = 'mutate: the config of the project, or a plugin, failed where nothing can catch it:'

const EMPTY_REPORT = '{"schemaVersion":"2","thresholds":{"high":80,"low":60},"files":{}}'
/** Nobody may make anything there, whatever its rights say. */
const NOWHERE: readonly Row[] = process.platform !== 'linux' ? [] : [
  ['--reporters', 'json'], ['--profile', '--reporters', 'text'], ['plan', '--shards', '2'], ['merge', 'r.json'],
].map((args) => [
  `a report folder that cannot be made, for ${args.join(' ')}`, [...args, '--out', '/proc/nope/x'], { 'r.json': EMPTY_REPORT }, 2,
  /^mutate: the report cannot be written to \/proc\/nope\/x: ENOENT: nothing can be made in \/proc; make the folder writable, or name another one with --out$/,
])

/** Nothing of Vitest is needed for these. */
const early: readonly Row[] = [
  ['coverage that is broken JSON', ['--coverage', 'c.json'], { 'c.json': '{"a": ' }, 2, /c\.json is neither Istanbul JSON nor lcov; give /],
  ['coverage in an empty file', ['--coverage', 'c.json'], { 'c.json': '' }, 2, /c\.json is neither Istanbul JSON nor lcov; give /],
  ['coverage of no file', ['--coverage', 'c.json'], { 'c.json': '{}' }, 2, /the coverage in .*c\.json is empty: it names no file; give /],
  ['coverage of another project', ['--coverage', 'c.json'], { 'c.json': coverage('/far/a.js') }, 2, /c\.json names no file of .*; give coverage of this project/],
  ['coverage that is a page', ['--coverage', 'c.html'], { 'c.html': '<html>' }, 2, /c\.html is neither Istanbul JSON nor lcov/],
  ['coverage that would change prototypes', ['--coverage', 'c.json'], { 'c.json': '{"__proto__": {"path": "src/one.js"}}' }, 2, /is neither Istanbul JSON nor lcov/],
  ['a folder without coverage', ['--coverage', 'src'], {}, 2, /no coverage in the folder .*src; give /],
  ['coverage behind a link to nowhere', ['--coverage', 'c.json'], {}, 2, /coverage not found: .*c\.json$/, link('c.json', 'gone')],
  ['coverage behind a link to itself', ['--coverage', 'c.json'], {}, 2, /coverage not found: .*c\.json$/, link('c.json', 'c.json')],
  ['a folder in the place of the config', ['list'], { 'mutate.config.json/x': '' }, 2, /mutate\.config\.json could not be read: EISDIR/],
  ['a config behind a link to nowhere', ['list'], {}, 2, /mutate\.config\.json could not be read: ENOENT/, link('mutate.config.json', 'gone')],
  ['a config nested 100,000 deep', ['list'], { 'mutate.config.json': `{"out":${'['.repeat(1e5)}${']'.repeat(1e5)}}` }, 2, /"out" must be a path, not an object$/],
  ['a config in UTF-16', ['list'], { 'mutate.config.json': Buffer.from('\uFEFF{}', 'utf16le') }, 2, /mutate\.config\.json is not valid JSON/],
  ['a config that never comes', ['list'], config('export default new Promise(() => {})'), 2, RegExp(`^${EARLY} waits for something that never happens$`)],
  ['a config that waits for ever', ['list'], config('await new Promise(() => {})\nexport default {}'), 2, RegExp(`^${EARLY} waits for `)],
  ['a config that ends the process', ['list'], config('process.exit(0)'), 2, RegExp(`^${EARLY} called process\\.exit\\(0\\)$`)],
  ['a config that throws later', ['list'], config('setTimeout(() => { throw new Error("late") })\nawait new Promise((go) => { setTimeout(go, 100) })'), 2, RegExp(`^${UNCAUGHT} late \\(.*mutate\\.config\\.mjs:1:26\\)$`)],
  ['a config that throws a word later', ['list'], config('setTimeout(() => { throw "late" })\nawait new Promise((go) => { setTimeout(go, 100) })'), 2, RegExp(`^${UNCAUGHT} late$`)],
  ['a config with a promise that nobody awaits', ['list'], config('Promise.reject(new Error("alone"))\nawait new Promise((go) => { setTimeout(go, 100) })'), 2, RegExp(`^${UNCAUGHT} alone \\(`)],
  ['a config whose keys cannot be read', ['list'], config('export default new Proxy({}, { ownKeys() { throw new Error("no keys") } })'), 2, /mutate\.config\.mjs could not be loaded: no keys/],
  ['an empty package.json', ['list'], { 'package.json': '' }, 2, /package\.json is empty; write \{\} or remove the file$/],
  ['a source behind a link to nowhere', ['list', 'src/gone.js'], {}, 2, /there is no file or folder src\/gone\.js below /, link('src/gone.js', 'gone')],
  ['a source behind a link to itself', ['list', 'src/gone.js'], {}, 2, /there is no file or folder src\/gone\.js below /, link('src/gone.js', 'gone.js')],
  ['a path that climbs out', ['list', 'src/../../x.ts'], {}, 2, /nothing matches src\/\.\.\/\.\.\/x\.ts, and it lies outside the project/],
  ['a root behind a link to itself', ['--root', 'round'], {}, 2, /--root: there is no folder .*round$/, link('round', 'round')],
  ['a Vitest of which a part is missing', [], withVitest({ 'package.json': '{"version":"4.1.0"}' }), 2, /the Vitest in .* cannot be loaded: Cannot find module .*; install it again$/],
  ['a Vitest without a version', [], withVitest({ 'package.json': '{}' }), 2, /the Vitest in .* cannot be loaded: its package\.json names no version; install it again$/],
  ['a Vitest whose package.json is torn', [], withVitest({ 'package.json': '{' }), 2, /no Vitest found from .*; install it there/],
  ['a report folder below a file', ['--out', 'src/one.js/out'], {}, 2, /the report cannot be written to .*out: .*; make the folder writable, or name another one with --out$/],
  ...NOWHERE,
  ['a torn last run', ['show', 'abc'], { '.mutate/last-run.json': '{"torn' }, 2, /\.mutate\/last-run\.json cannot be read: .*; run mutate again$/],
  ['a last run that is none', ['show', 'abc'], { '.mutate/last-run.json': '{"mutants": 3}' }, 2, /\.mutate\/last-run\.json was written by another version/],
  ['a torn report to show', ['show', 'abc', '--report', 'r.json'], { 'r.json': '{' }, 2, /r\.json cannot be read as a report: .*; give a mutation\.json/],
  ['a torn report to merge', ['merge', 'r.json'], { 'r.json': '{' }, 2, /r\.json cannot be read as a report: /],
  ['a report to compare that is none', ['diff', 'r.json', 'r.json'], { 'r.json': '[]' }, 2, /r\.json cannot be read as a report: it is no mutation testing report/],
  ['a torn report of earlier survivors', ['--no-new-survivors', 'r.json'], { 'r.json': '{' }, 2, /r\.json cannot be read as a report: /],
  ['a plan that is none', ['--shard', '1/2', '--plan', 'p.json'], { 'p.json': '{}' }, 2, /p\.json is no plan; make a new one with mutate plan$/],
  ['a reporter that throws', ['--reporters', './r.mjs'], { 'r.mjs': 'throw new Error("no ink")' }, 2, /the reporter r\.mjs could not be loaded: no ink$/],
]

const vitest = (text: string): Record<string, string> => ({ 'vitest.config.js': text })
const plugin = (hook: string): Record<string, string> => vitest(`export default { plugins: [{ name: 'weak', ${hook} }] }`)
const STARTS = 'Vitest 4\\.\\S+ could not start in .*: '
const RED = 'mutate: one test fails without any mutant, so nothing can be judged; make the suite pass first\\n  '

/** These are found out by Vitest; Vite says of some which config it could not load, above our sentence. */
const late: readonly Row[] = [
  ['a Vitest config that does not parse', [], vitest('export default {'), 2, RegExp(`${STARTS}Build failed with 1 error: .*Expected`)],
  ['a Vitest config that rejects', [], vitest('export default Promise.reject(new Error("no luck"))'), 2, RegExp(`${STARTS}no luck$`)],
  ['a Vitest config that is a number', [], vitest('export default 42'), 2, RegExp(`${STARTS}config must export or return an object`)],
  ['a Vitest config that ends the process', [], vitest('process.exit(0)'), 2, RegExp(`^${EARLY} called process\\.exit\\(0\\)$`)],
  ['a Vitest config that waits for ever', [], vitest('export default new Promise(() => {})'), 2, RegExp(`^${EARLY} waits for `)],
  ['a plugin that fails when the server starts', [], plugin('configureServer() { throw new Error("no server") }'), 2, RegExp(`${STARTS}no server$`)],
  ['a plugin that fails later', [], plugin('configResolved() { setTimeout(() => { throw new Error("no clock") }, 300) }'), 2, RegExp(`${UNCAUGHT} no clock \\(`)],
  ['a plugin that cannot be made', [], vitest('export default { plugins: [Promise.reject(new Error("no plugin"))] }'), 2, RegExp(`${STARTS}no plugin$`)],
  ['a plugin that fails to load a source', [], plugin('load(id) { if (id.endsWith("one.js")) throw new Error("no disk") }'), 3, RegExp(`${RED}src/one\\.test\\.js: no disk$`)],
  ['projects that are nowhere', [], vitest('export default { test: { projects: ["nowhere/*"] } }'), 2, RegExp(`${STARTS}No projects were found`)],
  ['a project with a plugin that fails', [], vitest('export default { test: { projects: [{ plugins: [{ name: "weak", config() { throw new Error("no part") } }], test: { name: "a" } }] } }'), 2, RegExp(`${STARTS}Failed to initialize projects.* no part$`)],
  ['two projects of one name', [], vitest('export default { test: { projects: [{ test: { name: "a" } }, { test: { name: "a" } }] } }'), 2, RegExp(`${STARTS}Project name "a" is not unique`)],
  ['a pattern that finds no test', [], vitest('export default { test: { include: ["nope/**"] } }'), 4, /finds no test file in .*; look at `include` in its config$/],
  ['a global set-up that throws', [], { ...vitest('export default { test: { globalSetup: "./up.js" } }'), 'up.js': 'throw new Error("no database")' }, 3, /the global set-up of Vitest failed: no database$/],
  ['a set-up file that throws', [], { ...vitest('export default { test: { setupFiles: "./up.js" } }'), 'up.js': 'throw new Error("no stage")' }, 3, RegExp(`${RED}src/one\\.test\\.js: no stage$`)],
  ['an environment that is nowhere', [], vitest('export default { test: { environment: "nope" } }'), 3, RegExp(`${RED}src/one\\.test\\.js: the worker reported: .*nope`)],
  ['a test file that does not parse', [], { 'src/b.test.js': 'it(' }, 3, RegExp(`${RED}src/b\\.test\\.js: `)],
  ['a test that fails, and a pattern that names another', ['--ignore-tests', 'two'], { 'src/b.test.js': 'import { test } from "vitest"\ntest("one two", () => { throw new Error("no") })' }, 3, RegExp(`${RED}src/b\\.test\\.js > one two: no\nno test that ran is called two \\(--ignore-tests takes whole names; \\* stands for any text\\)$`)],
  ['a test that fails', [], { 'src/b.test.js': 'import { test } from "vitest"\ntest("one", () => { throw new Error("no") })' }, 3, RegExp(`${RED}src/b\\.test\\.js > one: no\n--ignore-tests <name> leaves tests out that fail now and then$`)],
  ['an empty test file', [], { 'src/b.test.js': '' }, 3, RegExp(`${RED}src/b\\.test\\.js: No test suite found in file`)],
  ['a test file that ends the process', [], { 'src/b.test.js': 'process.exit(0)' }, 3, RegExp(`${RED}src/b\\.test\\.js: process\\.exit unexpectedly called with "0"$`)],
]

const UNHEARD = /^(?:running the tests|judging \d|\d+\/\d+\+? \(|failed to load config from|$)/

describe('a bad input gets one sentence and its exit code', () => {
  const rows = [...early, ...late]
  const outcomes = allAtOnce(rows.map(([, args, files, , , prepare]) => [args, { ...good, ...files }, (folder) => {
    if (!Object.keys(files).some((path) => path.startsWith('node_modules/'))) linkModules(folder)
    prepare?.(folder)
  }]))

  test.each(rows.map(([name, , , expected, sentence], index) => [name, expected, sentence, index] as const))('%s', (_name, expected, sentence, index) => {
    const { code, stdout, stderr } = outcomes()[index]!
    const said = stderr.split('\n').filter((line) => !UNHEARD.test(line))
    expect(said.join('\n')).toMatch(sentence)
    expect(said.filter((line) => line.startsWith('mutate: '))).toHaveLength(1)
    expect(stderr).not.toMatch(/^\s+at |bug in mutate/m)
    expect([code, stdout]).toEqual([expected, ''])
  })
})

describe('a place that is gone', () => {
  test.skipIf(process.platform === 'win32')('is named when it is the working directory', () => {
    const folder = join(temporaryFolder(), 'gone')
    mkdirSync(folder)
    const { status, stderr } = spawnSync('sh', ['-c', `rmdir "${folder}"; exec "${process.execPath}" "${bin}" list`], { cwd: folder, encoding: 'utf8', env: cleanEnvironment() })
    expect([status, stderr]).toEqual([2, 'mutate: the working directory is gone; change to a folder that is there\n'])
  })

  test.skipIf(process.platform === 'win32')('is named when it is the temporary folder', () => {
    const project = writeProject(good)
    const { status, stderr } = spawnSync(process.execPath, [bin], { cwd: project, encoding: 'utf8', env: { ...cleanEnvironment(), TMPDIR: join(project, 'gone') } })
    expect(stderr).toMatch(/^mutate: workers cannot be talked to, as no socket can be made in the temporary folder .*gone: .*; name another one in the variable TMPDIR$/m)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(status).toBe(2)
  })
})

test.skipIf(process.platform === 'win32')('a pipe in the place of a source is no file, and nobody waits for what it may say', async () => {
  const project = writeProject(good)
  spawnSync('mkfifo', [join(project, 'src/pipe.js')])
  expect(await mutate(project, ['list', 'src/pipe.js'])).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no file or folder src/pipe.js') })
  expect((await mutate(project, ['list'])).stdout).toContain('1 file, 3 mutants')
})

const LESS = 'export function less(a, b) {\n  return a < b\n}\n'

/** Names that plain Vitest can load, and texts of the same function. */
const odd: Readonly<Record<string, string>> = {
  ...Object.fromEntries([
    'a b', '50%', 'a%20b', '[id]', '(shop)', '{x}', '__proto__', 'constructor', 'žluť', '😀', `it's`, 'a&b', 'a+b=c', '$1', '`', '@x!', '-dash',
  ].map((name) => [`src/${name}.js`, LESS])),
  'src/crlf.js': LESS.replaceAll('\n', '\r\n'),
  'src/bom.js': `\uFEFF${LESS}`,
  'src/end.js': LESS.trimEnd(),
  'src/bin.js': `#!/usr/bin/env node\n${LESS}`,
  'src/all.js': `#!/usr/bin/env node\r\n${LESS.replaceAll('\n', '\r\n').trimEnd()}`,
  'src/separators.js': `export const text = '\u2028'\n${LESS}`,
  'src/long.js': '// one of many\n'.repeat(100_000) + LESS,
  'src/deep.js': `${LESS}export const deep = () => ${'['.repeat(300)}${']'.repeat(300)}\n`,
}

describe('what looks odd is judged like anything else', () => {
  it('by its name or its text, in a folder of an odd name, with links in circles, links to nowhere and binary files beside', async () => {
    const project = join(temporaryFolder(), 'a b 50% [x] žluť')
    const tests = Object.keys(odd).map((path, index) =>
      `import { less as less${index} } from ${JSON.stringify(`../${path}`)}
it(${JSON.stringify(path)}, () => { expect([less${index}(1, 2), less${index}(2, 1), less${index}(1, 1)]).toEqual([true, false, false]) })\n`)
    for (const [path, text] of Object.entries({
      ...odd, 'package.json': good['package.json'], 'test/all.test.js': `import { expect, it } from 'vitest'\n${tests.join('')}`,
      'src/binary.js': '\u0000\u0001\uFFFF', 'src/folder.js/x.txt': '',
    })) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }
    linkModules(project)
    link('src/up', '..')(project)
    link('src/round.js', 'round.js')(project)
    link('src/gone.js', 'nowhere')(project)
    const { code, report, stderr } = await run(project)
    expect(code, stderr).toBe(0)
    const judged = Object.entries(report.files).map(([path, file]) =>
      [path, file.mutants.filter((mutant) => originalOf(file, mutant) === 'a < b').map(({ status }) => status)] as const)
    expect(Object.fromEntries(judged)).toEqual(Object.fromEntries(Object.keys(odd).map((path) => [path, ['Killed', 'Killed', 'Killed']])))
    const names = new Map(Object.values(report.testFiles ?? {}).flatMap(({ tests: all }) => all).map(({ id, name }) => [id, name]))
    for (const [path, file] of Object.entries(report.files)) {
      for (const mutant of file.mutants.filter((each) => originalOf(file, each) === 'a < b')) {
        expect(mutant.killedBy?.map((id) => names.get(id))).toEqual([path])
      }
    }
    for (const [path, text] of Object.entries(odd)) expect(readFileSync(join(project, path), 'utf8') === text, path).toBe(true)
  })
})

describe('a run goes on', () => {
  const alive = 'setInterval(() => {}, 1000)\nexport default {}'
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['and ends, where configs leave a timer running', { 'vitest.config.js': alive, 'mutate.config.mjs': alive }, /Score 100\.00 %/],
    ['where lcov is cut off or says nonsense', {
      'mutate.config.json': '{"coverage": ["l.info"]}',
      'l.info': 'TN:\nSF:src/one.js\nDA:x,y\nDA:1\nFN:\nFNDA:z\nBRDA:::\nhello\nDA:1,1\nDA:2,',
    }, /Score 100\.00 %/],
    ['where what was kept of earlier runs is damaged', {
      '.mutate/last-run.json': '{"torn', '.mutate/journal': 'garbage\n\0\n', '.mutate/lock': 'not a number',
    }, /the journal of an earlier run is damaged at its beginning and is not used[^]*Score 100\.00 %|Score 100\.00 %[^]*is damaged at its beginning and is not used/],
    ['where tests throw what is no error', {
      'src/one.test.js': `import { it } from 'vitest'
import { one } from './one.js'
const thrown = [undefined, null, Symbol('s'), 'x'.repeat(10_000_000), new Proxy({}, { get() { throw new Error('no') } })]
it.each(thrown.map((_, index) => index))('%s', (index) => { if (one() !== 2) throw thrown[index] })
`,
    }, /Score 100\.00 %/],
    ['where tests have names that are none', {
      'src/one.test.js': `import { expect, it } from 'vitest'
import { one } from './one.js'
for (const name of ['', '__proto__', 'a\\nb \\x1b[31mred', ' > ', 'x'.repeat(5000)]) it(name, () => { expect(one()).toBe(2) })
`,
    }, /Score 100\.00 %/],
    ['where a global set-up fails in the end, without a stack of ours', {
      'vitest.config.js': 'export default { test: { globalSetup: "./up.js" } }',
      'up.js': 'export default () => () => { throw new Error("no way down") }',
    }, /Score 100\.00 %/],
  ]
  const outcomes = allAtOnce(cases.map(([, files]) => [['--reporters', 'text,json,html'], { ...good, ...files }, linkModules]))

  test.each(cases.map(([name, , says], index) => [name, says, index] as const))('%s', (_name, says, index) => {
    const { code, stdout, stderr } = outcomes()[index]!
    expect(stdout).toMatch(says)
    expect(stdout).not.toContain('\u001B')
    expect(stderr).not.toMatch(/^\s+at |bug in mutate/m)
    expect(stderr.length).toBeLessThan(2000)
    expect(code, stderr).toBe(0)
  })
})
