/** Operators, rules and settings for some paths that the config of a project brings along. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, test } from 'vitest'
import { copyFixtureWithTool, mutate, writeProject } from './helpers.js'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))

const project = (): string => copyFixtureWithTool('custom')

describe('a config with an operator, a rule and overrides of its own', () => {
  test('has types that fit', () => {
    const compiler = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', '.'], { cwd: project(), encoding: 'utf8' })
    expect([status, stdout]).toEqual([0, ''])
  })

  test('is followed by list and describe', async () => {
    const folder = project()
    const { stdout } = await mutate(folder, ['list'])
    expect(stdout).toContain('src/client.ts:20:28  RetryOnce  3 → 1\n')
    expect(stdout).toContain("isEnabled('shout') → true  (ignored: both sides of a flag are tried by hand)\n")
    expect(stdout.slice(stdout.indexOf('src/legacy/log.ts'))).toBe([
      'src/legacy/log.ts  2 mutants',
      "  src/legacy/log.ts:3:44  BlockStatement  { console.log('noted') return `old: ${text}` } → {}",
      "  src/legacy/log.ts:4:3  CallExpression  console.log('noted') → ;",
      '',
      '2 files, 20 mutants, 2 ignored',
      '',
    ].join('\n'))
    const suppressed = await mutate(folder, ['list', '--suppressed'])
    expect(suppressed.stdout).toMatch(/^feature-flag {2}2 mutants: both sides of a flag are tried by hand\n/)
    const described = await mutate(folder, ['describe', 'retryonce'])
    expect(described.stdout).toContain('  retry(read, 3)\n    → retry(read, 1)\n  retry(read)\n    → (no mutant)\n')
    expect((await mutate(folder, ['describe', 'feature-flag'])).stdout).toContain("    isEnabled('a') → false\n")
    expect((await mutate(folder, ['describe'])).stdout).toMatch(/ {2}RetryOnce +Tries once only\.\n[^]*feature-flag +both sides/)
  })

  test('is followed by a run, in which the operator has verdicts like all others', async () => {
    const { code, stdout, stderr } = await mutate(project(), ['src/client.ts', '--operators', 'RetryOnce', '--json'])
    expect(code, stderr).toBe(0)
    const [mutant] = (JSON.parse(stdout) as MutationTestResult).files['src/client.ts']!.mutants
    expect(mutant).toMatchObject({ mutatorName: 'RetryOnce', replacement: '1', status: 'Killed' })
  })

  test('is beaten by flags', async () => {
    const folder = project()
    expect((await mutate(folder, ['list', 'src/legacy', '--operators', 'StringLiteral'])).stdout).toContain("'noted' → ''")
    expect((await mutate(folder, ['list', '--suppressed', '--no-suppress'])).stdout).toBe('nothing is left out\n')
  })
})

describe('mistakes in a config are told', () => {
  const told = async (config: string, args = ['list']) => {
    const folder = writeProject({ 'src/a.ts': 'export const a = f(1)\n', 'mutate.config.js': `export default ${config}` })
    const { code, stderr } = await mutate(folder, args)
    expect(code, stderr).toBe(2)
    return stderr
  }
  const operator = (rest: string) => `{ customOperators: [{ name: 'Mine', description: 'Does.', ${rest} }] }`

  test.each([
    ['{ customOperators: [{ name: "mine" }] }', '"customOperators" has something wrong in its operator 1: "name" must be letters alone, the first one a capital, not "mine"'],
    ['{ customOperators: [{ name: "Mine", descripton: "a" }] }', 'unknown key "descripton"; did you mean "description"?'],
    [operator('kinds: ["CallExpresion"], mutate: () => []'), 'operator Mine of the config: there is no kind of code "CallExpresion"; did you mean "CallExpression"?'],
    [operator('kinds: ["CallExpression"], mutate() { throw new Error("oh") }'), 'operator Mine of the config failed at src/a.ts:1: oh'],
    [operator('kinds: ["CallExpression"], mutate: () => ["f("]'), 'operator Mine of the config, src/a.ts:1: the replacement is no expression: f('],
    [operator('kinds: ["CallExpression"], mutate: (code) => [{ at: code.closest("VariableStatement"), by: "" }]'), 'src/a.ts:1: a declaration can not be removed'],
    ['{ customOperators: [{ name: "Regex", description: "a", kinds: ["Block"], mutate: () => [] }] }', 'operator Regex of the config: there is one of that name already'],
    ['{ customRules: [{ id: "log", reason: "a", covers: () => true }] }', 'rule log of the config: there is one of that id already'],
    ['{ customRules: [{ id: "mine", reason: "a", covers() { throw new Error("oh") } }], operators: ["all"] }', 'rule mine of the config failed at src/a.ts:1: oh'],
    ['{ rules: ["lgo"] }', 'there is no rule "lgo"; did you mean "log"?'],
    ['{ overrides: [{ paths: ["src"], operators: ["Rgex"] }] }', 'there is no operator or level "Rgex"; did you mean "Regex"?'],
    ['{ overrides: [{ path: ["src"] }] }', '"overrides" has something wrong in its override 1: unknown key "path"; did you mean "paths"?'],
  ])('%s', async (config, expected) => {
    expect(await told(config)).toContain(expected)
  })

  test('also in a run, before anything is judged', async () => {
    const folder = writeProject({
      'src/a.js': 'export const a = () => String(1)\n',
      'test/a.test.js': 'import { expect, test } from "vitest"\nimport { a } from "../src/a.js"\ntest("a", () => expect(a()).toBe("1"))\n',
      'mutate.config.js': `export default ${operator('kinds: ["CallExpression"], mutate() { throw new Error("oh") }')}`,
    })
    const { code, stderr } = await mutate(folder)
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([2, 'mutate: operator Mine of the config failed at src/a.js:1: oh'])
  })
})

test('overrides are asked in their order, and folders, files and globs all mean what is in them', async () => {
  const folder = writeProject({
    'src/a.ts': 'export const a = !b\n',
    'src/deep/b.ts': 'export const b = !a\n',
    'src/deep/c.ts': 'export const c = !a\n',
  })
  writeFileSync(join(folder, 'mutate.config.json'), JSON.stringify({
    operators: ['Regex'],
    overrides: [
      { paths: ['src/**/*.ts'], operators: ['StringLiteral'] },
      { paths: ['src/deep'], operators: ['BooleanLiteral'] },
      { paths: ['src/deep/c.ts'], operators: ['UnaryOperator'] },
    ],
  }))
  const { stdout } = await mutate(folder, ['list'])
  expect(stdout.match(/^\S+ {2}\d+ mutants$/gm)).toEqual(['src/deep/b.ts  2 mutants'])
})
