import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, test } from 'vitest'
import { allAtOnce, copyFixture, mutate, temporaryFolder, writeProject } from './helpers.js'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))

describe('the command', () => {
  test('shows help and version on stdout', async () => {
    const folder = temporaryFolder()
    expect(await mutate(folder, ['--help'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Usage: mutate [run]') })
    expect(await mutate(folder, ['list', '-h'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('--diff') })
    expect(await mutate(folder, ['--version'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  test('loads no library but commander for help', () => {
    const probe = `
      import { register } from 'node:module'
      const loaded = []
      globalThis.process.on('exit', () => console.error(JSON.stringify(loaded)))
      const hook = 'export async function load(url, context, next) { if (url.includes("/node_modules/")) console.error("LOADED " + url); return next(url, context) }'
      register('data:text/javascript,' + encodeURIComponent(hook))
    `
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'probe.mjs'), probe)
    const { status, stderr } = spawnSync(process.execPath, ['--import', join(folder, 'probe.mjs'), bin, '--help'], { encoding: 'utf8' })
    const packages = [...stderr.matchAll(/LOADED .*\/node_modules\/([^/\n]+)/g)].map((match) => match[1])
    expect(status).toBe(0)
    expect(new Set(packages)).toEqual(new Set(['commander']))
  })

  test('lists what would be mutated, and nothing else on stdout', async () => {
    const folder = writeProject({
      'src/a.ts': 'export const less = (a: number, b: number) => a < b\n',
      'src/broken.ts': 'export const = 3\n',
      'scripts/tool.ts': 'export const tool = true\n',
      'src/a.test.ts': 'throw new Error("never run")\n',
    })
    const { code, stdout, stderr } = await mutate(folder, ['list'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^src\/a\.ts {2}\d+ mutants\n {2}src\/a\.ts:1:\d+ {2}\w+ {2}\S/)
    expect(stdout).toContain('  EqualityOperator  a < b → a <= b\n')
    expect(stdout).toMatch(/\n\n1 file, \d+ mutants\n$/)
    expect(stderr).toContain('mutate: src/broken.ts is left out: syntax error in line 1')
    expect(stderr).toContain('mutate: 1 file outside src and lib is mutated only where tests load them')
  })

  test('lists as a report of the schema, all pending', async () => {
    const folder = writeProject({ 'src/a.ts': 'export const less = (a: number, b: number) => a < b\n' })
    const { code, stdout, stderr } = await mutate(folder, ['list', '--json', 'src/a.ts'])
    const report = JSON.parse(stdout) as { files: Record<string, { mutants: { status: string }[] }> }
    expect([code, stderr]).toEqual([0, ''])
    expect(Object.keys(report.files)).toEqual(['src/a.ts'])
    expect(new Set(report.files['src/a.ts']?.mutants.map(({ status }) => status))).toEqual(new Set(['Pending']))
  })

  test('lists the mutants of the lines asked for alone', async () => {
    const folder = writeProject({ 'src/a.ts': 'export const one = true\nexport const two = true\nexport const three = true\n' })
    const { stdout } = await mutate(folder, ['list', 'src/a.ts:2'])
    expect(stdout).toContain('src/a.ts:2:')
    expect(stdout).not.toMatch(/src\/a\.ts:[13]:/)
  })

  test('lists what rules and comments leave out, by rule with its reason', async () => {
    const folder = writeProject({ 'src/a.ts': [
      'export function less(a: number, b: number) {',
      '  console.log("less", a)',
      '  // mutate-disable-next-line EqualityOperator: equal ones never meet',
      '  if (a < b) return true',
      '  // mutate-disable-next-line Regex: nothing here',
      '  throw new Error(`not ${a}`)',
      '}',
    ].join('\n') })
    const { stdout, stderr } = await mutate(folder, ['list', '--suppressed'])
    expect(stdout).toBe([
      'log  2 mutants: it only changes what is logged',
      '  src/a.ts:2:3  CallExpression  console.log("less", a) → ;',
      '  src/a.ts:2:15  StringLiteral  "less" → ""',
      '',
      'comment  2 mutants: a comment in the code says so',
      '  src/a.ts:4:7  EqualityOperator  a < b → a <= b  (ignored: equal ones never meet)',
      '  src/a.ts:4:7  EqualityOperator  a < b → a !== b  (ignored: equal ones never meet)',
      '',
      'error-text  1 mutant: it only changes the wording of an error',
      '  src/a.ts:6:19  StringLiteral  `not ${a}` → ``',
      '',
      '5 mutants left out: log 2, comment 2, error-text 1',
      '',
    ].join('\n'))
    expect(stderr).toBe('mutate: src/a.ts:5 switches no mutant off: mutate-disable-next-line Regex: nothing here\n')
    const asJson = JSON.parse((await mutate(folder, ['list', '--suppressed', '--json'])).stdout) as MutationTestResult
    expect(asJson.files['src/a.ts']!.mutants.map(({ status, statusReason }) => `${status} ${statusReason ?? ''}`)).toContain(
      'Ignored error-text: it only changes the wording of an error')
    const without = await mutate(folder, ['list', '--suppressed', '--no-suppress'])
    expect(without.stdout).toMatch(/^comment {2}2 mutants[^]*\n\n2 mutants left out: comment 2\n$/)
    const named = await mutate(folder, ['list', '--suppressed', '--operators', 'StringLiteral'])
    expect(named.stdout).toBe('nothing is left out\n')
  })

  test('shows the mutants of a generated file that is named', async () => {
    const folder = writeProject({ 'src/a.gen.ts': 'export const less = (a: number, b: number) => a < b\n' })
    expect((await mutate(folder, ['list', 'src/a.gen.ts'])).stdout).toMatch(/\n1 file, \d+ mutants\n$/)
    expect((await mutate(folder, ['list', 'src/a.gen.ts', '--suppressed'])).stdout).toBe('nothing is left out\n')
  })

  test('survives a reader that goes away', async () => {
    const folder = writeProject({ 'src/a.ts': Array.from({ length: 3000 }, (_, i) => `export const x${i} = ${i} < 3\n`).join('') })
    const child = spawn(process.execPath, [bin, 'list'], { cwd: folder })
    child.stdout.once('data', () => child.stdout.destroy())
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
  })
})

describe('a gate', () => {
  test('passes, fails, or stays open, each with its exit code', async () => {
    const folder = copyFixture('shop')
    expect(await mutate(folder, ['src/money.ts', '--reporters', 'json', '--min-score', '1'])).toMatchObject({ code: 0 })
    const failed = await mutate(folder, ['src/money.ts', '--json', '--min-score', '100'])
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/mutate: the score is [\d.]+ %, but at least 100 % was asked for/) })
    expect(() => JSON.parse(failed.stdout) as unknown).not.toThrow()
  })
})

describe('signals', () => {
  test.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('%s ends the run with %i, and reports what is known', async (signal, expected) => {
    const folder = copyFixture('hanging')
    const child = spawn(process.execPath, [bin, '--json'], { cwd: folder })
    let stdout = ''
    let stderr = ''
    let sent = false
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      // Twice, as where npx hands on what the terminal has sent to both.
      if (/ killed/.test(stderr) && !sent) sent = child.kill(signal) && child.kill(signal)
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code, stderr).toBe(expected)
    expect(stdout).toContain('"schemaVersion"')
  })
})

test('a second signal leaves at once', async () => {
  const child = spawn(process.execPath, [bin, '--json'], { cwd: copyFixture('hanging') })
  let stdout = ''
  let sent = false
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', () => {
    if (!sent) sent = child.kill('SIGINT') && child.kill('SIGTERM')
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect([130, 143]).toContain(code)
  expect(stdout).toBe('')
})

test('a bug of ours shows its stack, asks for a report and exits with 70', () => {
  const folder = writeProject({
    'src/a.ts': 'export const a = true\n',
    'test/break.mjs': 'JSON.stringify = () => { throw new TypeError("broken on purpose") }\n',
  })
  const argv = ['--import', join(folder, 'test/break.mjs'), bin, 'list', '--json']
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' })
  expect([status, stdout]).toEqual([70, ''])
  expect(stderr).toMatch(/^TypeError: broken on purpose\n {4}at [^]*mutate: this is a bug in mutate, please report it/)
})

/** What people get wrong: arguments and files of a project → exit code and the beginning of the one sentence. */
const mistakes: readonly [string, readonly string[], Readonly<Record<string, string>>, number, RegExp][] = [
  ['an unknown flag', ['--operatrs', 'x'], {}, 2, /^mutate: unknown option --operatrs; did you mean --operators\?$/],
  ['an unknown flag of list', ['list', '--dif'], {}, 2, /^mutate: unknown option --dif; did you mean --diff\?$/],
  ['a flag without its value', ['--out'], {}, 2, /^mutate: --out needs a value: --out <dir>$/],
  ['a number that is none', ['--min-score', 'high'], {}, 2, /^mutate: --min-score must be a number from 0 to 100, not "high"$/],
  ['no workers', ['--concurrency', '0'], {}, 2, /^mutate: --concurrency must be a whole number from 1/],
  ['an unknown reporter', ['--reporters', 'htlm'], {}, 2, /^mutate: --reporters knows .*; did you mean "html"\?$/],
  ['an unknown operator', ['list', '--operators', 'EqualityOperatr'], {}, 2, /^mutate: .*EqualityOperatr.*EqualityOperator/],
  ['an unknown operator in the config', ['list'], { 'mutate.config.json': '{"operators":["Nope"]}' }, 2, /^mutate: .*"Nope"/],
  ['a root that is not there', ['--root', 'nope'], {}, 2, /^mutate: --root: there is no folder .*nope$/],
  ['a root that is a file', ['--root', 'src/a.ts'], {}, 2, /^mutate: --root must be a folder, but .*a\.ts is a file$/],
  ['a config that is not there', ['--config', 'x.json'], {}, 2, /^mutate: config file not found: .*x\.json$/],
  ['an empty config', ['list'], { 'mutate.config.json': '' }, 2, /^mutate: mutate\.config\.json is empty; write \{\} or remove the file$/],
  ['broken JSON', ['list'], { 'mutate.config.json': '{"minScore": 1,,}' }, 2, /^mutate: mutate\.config\.json is not valid JSON: .* at line 1, column 16$/],
  ['an unknown key', ['list'], { 'mutate.config.json': '{"minScor": 1}' }, 2, /^mutate: mutate\.config\.json: unknown key "minScor"; did you mean "minScore"\?$/],
  ['a wrong type', ['list'], { 'mutate.config.json': '{"minScore": "1"}' }, 2, /^mutate: mutate\.config\.json: "minScore" must be a number from 0 to 100, not "1"$/],
  ['a config that throws', ['list'], { 'mutate.config.mjs': '\nthrow new Error("boom\\nmore")' }, 2, /^mutate: mutate\.config\.mjs could not be loaded: boom \(line 2\)$/],
  ['a config that does not parse', ['list'], { 'mutate.config.mjs': '\n\nexport default {' }, 2, /^mutate: mutate\.config\.mjs could not be loaded: Unexpected end of input/],
  ['a config that imports what is missing', ['list'], { 'mutate.config.mjs': 'import "nowhere"' }, 2, /^mutate: mutate\.config\.mjs could not be loaded: Cannot find package 'nowhere'/],
  ['a config in TypeScript that throws', ['list'], { 'mutate.config.ts': 'const a: number = 1\nthrow new Error("boom" + a)' }, 2, /^mutate: mutate\.config\.ts could not be loaded: boom1 \(line 2\)$/],
  ['a config that exports nothing', ['list'], { 'mutate.config.ts': 'const a: number = 1' }, 2, /^mutate: mutate\.config\.ts has no default export/],
  ['two configs', ['list'], { 'mutate.config.ts': '', 'mutate.config.json': '{}' }, 2, /^mutate: more than one config file: /],
  ['a huge config of the wrong kind', ['list'], { 'mutate.config.json': JSON.stringify({ out: 'x'.repeat(1_000_000).split('') }) }, 2, /^mutate: .{1,150}…$/],
  ['a broken package.json', ['list'], { 'package.json': '{' }, 2, /^mutate: package\.json is not valid JSON/],
  ['coverage that is not there', ['--coverage', 'coverage.json'], {}, 2, /^mutate: coverage not found: .*coverage\.json$/],
  ['a report folder that is a file', ['--out', 'src/a.ts'], {}, 2, /^mutate: the report folder .*a\.ts is a file; choose another with --out$/],
  ['a path that is not there', ['list', 'src/nope.ts'], {}, 2, /^mutate: there is no file or folder src\/nope\.ts below /],
  ['a path that is not there, in a run', ['src/nope.ts'], {}, 2, /^mutate: there is no file or folder src\/nope\.ts below /],
  ['a glob that matches nothing', ['list', 'src/**/*.vue'], {}, 2, /^mutate: no source file matches src\/\*\*\/\*\.vue below /],
  ['a path outside the root', ['list', '../'], {}, 2, /^mutate: \.\.\/ lies outside the project .*; choose another project with --root$/],
  ['an empty path', ['list', ''], {}, 2, /^mutate: a path argument is empty$/],
  ['line 0', ['list', 'src/a.ts:0'], {}, 2, /^mutate: src\/a\.ts:0: lines count from 1$/],
  ['lines in the wrong order', ['list', 'src/a.ts:9-2'], {}, 2, /write src\/a\.ts:2-9$/],
  ['lines of a folder', ['list', 'src:3'], {}, 2, /^mutate: src is a folder; lines can only be chosen in a file$/],
  ['a declaration file', ['list', 'src/t.d.ts'], { 'src/t.d.ts': '' }, 2, /^mutate: src\/t\.d\.ts is a declaration file/],
  ['a file that is no source', ['list', 'package.json'], {}, 2, /^mutate: package\.json is not a source file; mutated are files that end in \.ts/],
  ['a folder of tests alone', ['list', 'test'], { 'test/a.test.ts': '' }, 2, /^mutate: no source file to mutate in the folder test/],
  ['a path 5,000 characters long', ['list', 'x'.repeat(5000)], {}, 2, /^mutate: there is no file or folder xxx/],
  ['a list flag given to run', ['--diff'], {}, 2, /^mutate: --diff belongs to mutate list, not to mutate run$/],
]

describe('a mistake gets one sentence and its exit code', () => {
  const outcomes = allAtOnce(mistakes.map(([, args, files]) => [args, { 'src/a.ts': 'export const a = 1 < 2\n', ...files }]))

  test.each(mistakes.map((mistake, index) => [...mistake, index] as const))('%s', (_name, _args, _files, expected, sentence, index) => {
    const { code, stdout, stderr } = outcomes()[index]!
    expect(stderr.trimEnd()).toMatch(sentence)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect([code, stdout]).toEqual([expected, ''])
  })
})

/** Files of one project that look odd and are fine: name, text → lines of the list. */
const oddities: readonly (readonly [string, string, string])[] = [
  ['src/empty.ts', '', ''],
  ['src/bom.ts', '\uFEFFexport const a = true\n', 'src/bom.ts:1:19'], // the mark counts, as it does in the text of the report
  ['src/crlf.ts', 'export const a = 1\r\nexport const b = true\r\n', 'src/crlf.ts:2:18'],
  ['src/end.ts', 'export const a = true', 'src/end.ts:1:18'],
  ['src/bin.js', '#!/usr/bin/env node\nexport const a = true\n', 'src/bin.js:2:18'],
  ['src/a #1 50%.ts', 'export const a = true\n', 'src/a #1 50%.ts:1:18'],
  ['src/[id].ts', 'export const a = true\n', 'src/[id].ts:1:18'],
  ['src/(shop)/a.ts', 'export const a = true\n', 'src/(shop)/a.ts:1:18'],
  ['src/žluť.ts', 'export const a = true\n', 'src/žluť.ts:1:18'],
  ['src/__proto__.ts', 'export const a = true\n', 'src/__proto__.ts:1:18'],
  ['src/run/a.ts', 'export const a = true\n', 'src/run/a.ts:1:18'],
  ['src/--a.ts', 'export const a = true\n', 'src/--a.ts:1:18'],
  ['src/long.ts', `${'// one of many\n'.repeat(100_000)}export const a = true\n`, 'src/long.ts:100001:18'],
  ['src/deep.ts', `export const a = ${'['.repeat(500)}true${']'.repeat(500)}\n`, 'src/deep.ts:1:518'],
  ['src/wide.ts', `/* ${'x'.repeat(1_000_000)} */ export const a = true\n`, 'src/wide.ts:1:1000025'],
]

describe('what looks odd is fine', () => {
  const files = Object.fromEntries(oddities.map(([name, text]) => [name, text]))
  const broken = { 'src/broken.ts': 'let let = (' }
  const generated = { 'src/a.gen.ts': '// @generated\nexport const a = true\n' }
  const outcomes = allAtOnce([
    [['list'], { ...files, ...broken, ...generated }],
    [['list', '--json'], files],
    [['list', 'src/[id].ts', 'src/(shop)', 'src/a #1 50%.ts', 'src/a.gen.ts'], { ...files, ...generated, 'src/i.ts': 'export const i = true\n' }],
    [['list', '--', '--a.ts', 'run'], { '--a.ts': 'export const a = true\n', 'run/a.ts': 'export const a = true\n' }],
    [['list'], { 'mutate.config.ts': 'export default {}' }],
  ])

  test('in every kind of file', () => {
    const { code, stdout, stderr } = outcomes()[0]!
    expect(code).toBe(0)
    const lines = stdout.split('\n').filter((line) => line.endsWith('  BooleanLiteral  true → false'))
    const places = oddities.flatMap(([, , place]) => (place === '' ? [] : `  ${place}  BooleanLiteral  true → false`))
    expect(lines.sort()).toEqual(places.sort())
    expect(stderr).toMatch(/^mutate: src\/broken\.ts is left out: syntax error in line 1: .*\n$/)
  })

  test('in a report', () => {
    const report = JSON.parse(outcomes()[1]!.stdout) as { files: object }
    expect(Object.keys(report.files).sort()).toEqual(oddities.map(([name]) => name).sort())
  })

  test('when it is named', () => {
    const listed = outcomes()[2]!.stdout.split('\n').filter((line) => line.startsWith('src/') && line.includes('  1 mutant'))
    expect(listed).toEqual(
      ['src/(shop)/a.ts  1 mutant', 'src/[id].ts  1 mutant', 'src/a #1 50%.ts  1 mutant', 'src/a.gen.ts  1 mutant'])
  })

  test('when it looks like a flag or a command', () => {
    expect(outcomes()[3]!.stdout).toMatch(/^--a\.ts {2}1 mutant\n[^]*\nrun\/a\.ts {2}1 mutant\n/)
  })

  test('when there is nothing at all', () => {
    expect(outcomes()[4]).toMatchObject({ code: 0, stdout: '0 files, 0 mutants\n', stderr: '' })
  })

  test('when links go round in circles', async () => {
    const folder = writeProject({ 'src/a.ts': 'export const a = true\n' })
    symlinkSync('..', join(folder, 'src/up'))
    symlinkSync('round', join(folder, 'src/round'))
    expect((await mutate(folder, ['list'])).stdout).toMatch(/^src\/a\.ts {2}1 mutant\n.*\n\n1 file, 1 mutant\n$/)
  })

  test.skipIf(process.getuid?.() === 0)('when a file cannot be read, which is said', async () => {
    const folder = writeProject({ 'src/a.ts': 'export const a = true\n', 'src/closed.ts': 'export const b = true\n' })
    chmodSync(join(folder, 'src/closed.ts'), 0)
    const { stdout, stderr } = await mutate(folder, ['list'])
    expect(stdout).toContain('1 file, 1 mutant')
    expect(stderr).toContain('src/closed.ts')
  })

  test('when the working directory is below the root', async () => {
    const folder = writeProject({ 'src/deep/a.ts': 'export const a = true\n', 'src/b.ts': 'export const b = true\n' })
    const { stdout } = await mutate(join(folder, 'src/deep'), ['list', '--root', '../..', 'a.ts', 'src/b.ts'])
    expect(stdout).toContain('2 files, 2 mutants')
  })
})

describe('mutate describe', () => {
  test('without a name is a table of all operators and rules', async () => {
    const { code, stdout, stderr } = await mutate(temporaryFolder(), ['describe'])
    expect([code, stderr]).toEqual([0, ''])
    for (const word of ['Level default', '  BlockStatement ', '  AwaitExpression ', '  ArrowFunction ', '  error-text ']) {
      expect(stdout).toContain(word)
    }
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  test('tells what an operator does, why, how to detect it and what silences it', async () => {
    const { code, stdout } = await mutate(temporaryFolder(), ['describe', 'equalityoperator'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^EqualityOperator {2}operator, level default\n\nMoves the boundary/)
    expect(stdout).toContain('  x = a < b\n    → x = a <= b\n    → x = a !== b\n')
    expect(stdout).toContain('// mutate-disable-next-line EqualityOperator: ')
    expect(stdout).toMatch(/by rule +.*env-guard/)
  })

  test('tells what a rule leaves out, on screen and as JSON', async () => {
    const folder = temporaryFolder()
    expect((await mutate(folder, ['describe', 'error-text'])).stdout).toContain('  x = new Error("a")\n    "a" → ""\n')
    const { stdout } = await mutate(folder, ['describe', 'error-text', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ type: 'rule', id: 'error-text', silences: expect.arrayContaining(['StringLiteral']) })
  })

  test('names the nearest operator or rule for a name that it does not know', async () => {
    const { code, stdout, stderr } = await mutate(temporaryFolder(), ['describe', 'error-txt'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('there is no operator or rule "error-txt"; did you mean "error-text"?')
  })
})
