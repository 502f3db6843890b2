import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitAll, copyFixture, gitStatus, mutate, writeProject, type CliResult } from './helpers.js'

/** One sentence for a person: no stack, no line of ours. */
function expectSentence({ stderr }: CliResult): void {
  const lines = stderr.split('\n').filter((line) => line.startsWith('mutate: '))
  expect(lines).toHaveLength(1)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain('bug in mutate')
}

/** A test that passes. */
const passing = `import { expect, it } from 'vitest'
import { one } from './one.js'
it('is one', () => { expect(one()).toBe(1) })
`

describe('a red baseline', () => {
  it('names the failing test, judges nothing and ends with exit code 3', async () => {
    const project = copyFixture('red')
    commitAll(project)
    const result = await mutate(project)
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('sum > is wrong about the empty list')
    expect(result.stderr).toContain('test/sum.test.js')
    expectSentence(result)
    expect(gitStatus(project)).toEqual([])
  })

  it('counts a test file that cannot be loaded', async () => {
    const project = copyFixture('shop')
    writeFileSync(join(project, 'test/broken.test.ts'), "import '../src/nowhere'\n")
    const result = await mutate(project)
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('test/broken.test.ts')
  })
})

describe('a project that cannot be judged', () => {
  it('has no Vitest', async () => {
    const project = copyFixture('shop')
    rmSync(join(project, 'node_modules'))
    const result = await mutate(project)
    expect(result.code).toBe(2)
    expect(result.stderr).toMatch(/vitest/i)
    expectSentence(result)
  })

  it('has a Vitest that is too old', async () => {
    const project = copyFixture('shop')
    rmSync(join(project, 'node_modules'))
    const folder = join(project, 'node_modules/vitest')
    mkdirSync(folder, { recursive: true })
    const manifest = {
      name: 'vitest', version: '2.1.9', type: 'module', exports: { './node': './node.js', './package.json': './package.json' },
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'node.js'), "throw new Error('must not be loaded')\n")
    const result = await mutate(project)
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('2.1.9')
    expectSentence(result)
  })

  it('has no test', async () => {
    const result = await mutate(writeProject({ 'src/one.js': 'export const one = () => 1\n' }))
    expect(result.code).toBe(4)
    expect(result.stderr).toMatch(/no test file/)
    expectSentence(result)
  })

  it('has no source file, which passes unless a gate asks for a score', async () => {
    const project = writeProject({
      'test/only.test.js': "import { expect, it } from 'vitest'\nit('is true', () => { expect(true).toBe(true) })\n",
    })
    const without = await mutate(project)
    expect(without.code).toBe(0)
    expect(without.stderr).toContain('there is no mutant to judge')
    const gated = await mutate(project, ['--min-score', '50'])
    expect(gated.code).toBe(4)
    expectSentence(gated)
  })

  it('has a Vitest config that throws', async () => {
    const result = await mutate(writeProject({
      'src/one.js': 'export const one = () => 1\n',
      'src/one.test.js': passing,
      'vitest.config.js': "throw new Error('no luck today')\n",
    }))
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('no luck today')
  })
})

describe('a plugin of the project', () => {
  const files = { 'src/one.js': 'export const one = () => 1\n', 'src/one.test.js': passing }
  const withPlugin = (plugin: string) => writeProject({ ...files, 'vitest.config.js': `export default { plugins: [{ name: 'weak', ${plugin} }] }\n` })

  it('that fails at the start ends the run with its words', async () => {
    const result = await mutate(withPlugin(`configResolved() { throw new Error('no luck at the start') }`))
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('no luck at the start')
    expectSentence(result)
  })

  it('that fails for a file is a failure of the tests that load it', async () => {
    const result = await mutate(withPlugin(`transform(_, id) { if (id.endsWith('one.js')) throw new Error('no luck with one') }`))
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('no luck with one')
    expectSentence(result)
  })
})

describe('a test that prints 100 MB', () => {
  it('is run like any other, and nothing of that is kept or shown', async () => {
    const project = writeProject({
      'src/one.js': 'export const one = () => 1 + 1\n',
      'src/one.test.js': `import { expect, it } from 'vitest'
import { one } from './one.js'
const megabyte = 'x'.repeat(1 << 20)
it('talks', () => {
  for (let count = 0; count < 50; count++) {
    console.log(megabyte)
    process.stdout.write(megabyte)
  }
  expect(one()).toBe(2)
})
`,
    })
    const { code, stdout, stderr } = await mutate(project)
    expect(code, stderr).toBe(0)
    expect(stdout.length + stderr.length).toBeLessThan(10_000)
    expect(stdout).toMatch(/Score 100\.00 %/)
  })
})

describe('wrong usage', () => {
  it('names the nearest flag', async () => {
    const result = await mutate(copyFixture('shop'), ['--min-scor', '80'])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('--min-score')
    expectSentence(result)
  })

  it('names the nearest key of a config file', async () => {
    const project = copyFixture('shop')
    writeFileSync(join(project, 'mutate.config.json'), '{ "minScor": 80 }')
    const result = await mutate(project)
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('minScore')
    expectSentence(result)
  })

  it('says that a path holds no source file', async () => {
    const result = await mutate(copyFixture('shop'), ['src/nowhere.ts'])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('src/nowhere.ts')
    expectSentence(result)
  })

  it('names the nearest operator', async () => {
    const result = await mutate(copyFixture('shop'), ['--operators', 'EqualityOperatr'])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('EqualityOperator')
    expectSentence(result)
  })
})
