import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitAll, mutate, run, writeProject } from './helpers.js'

const FILES = {
  'src/add.ts': 'export function add(a: number, b: number): number {\n  return a + b\n}\n\nexport function less(a: number, b: number): boolean {\n  return a < b\n}\n',
  'src/other.ts': 'export function double(value: number): number {\n  return value * 2\n}\n',
  'test/add.test.ts': `import { expect, test } from 'vitest'
import { add, less } from '../src/add.js'
test('adds', () => { expect(add(1, 2)).toBe(3) })
test('compares', () => { expect(less(1, 2)).toBe(true) })
`,
  'test/other.test.ts': `import { expect, test } from 'vitest'
import { double } from '../src/other.js'
test('doubles', () => { expect(double(2)).toBe(4) })
`,
}

/** A project whose coverage is kept. */
async function project(): Promise<string> {
  const root = writeProject(FILES)
  writeFileSync(join(root, 'vitest.config.mjs'), 'export default {}\n')
  commitAll(root)
  expect((await run(root)).code).toBe(0)
  return root
}

function edit(root: string, path: string, from: string, to: string): void {
  writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replace(from, to))
}

const affected = async (root: string, ...args: string[]) => mutate(root, ['affected', '--since', 'HEAD', ...args])

describe('the tests that cover a change', () => {
  it('are those of the function that was changed, before the coverage is taken anew and after', async () => {
    const root = await project()
    edit(root, 'src/add.ts', 'return a < b', 'return a <= b - 1')
    expect(await affected(root)).toEqual({ code: 0, stdout: 'test/add.test.ts  compares\n', stderr: '' })
    await run(root)
    expect((await affected(root)).stdout).toBe('test/add.test.ts  compares\n')
    expect((await affected(root, '--args')).stdout).toBe('test/add.test.ts\n')
    expect(JSON.parse((await affected(root, '--json')).stdout)).toMatchObject({
      since: 'HEAD', all: false, widened: [], files: [{ project: '', file: 'test/add.test.ts', tests: [['compares']] }],
    })
  })

  it('are run with --run, and the exit code is that of Vitest', async () => {
    const root = await project()
    edit(root, 'src/add.ts', 'a < b', 'a > b')
    const failed = await affected(root, '--run')
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('test/add.test.ts')
    expect(failed.stdout).not.toContain('test/other.test.ts')
    edit(root, 'src/add.ts', 'a > b', 'a < b')
    expect(await affected(root, '--run')).toMatchObject({ code: 0, stderr: 'mutate: no test covers the change since HEAD\n' })
  })

  it('hold changed and new tests, and all tests of a file that was changed outside of functions', async () => {
    const root = await project()
    writeFileSync(join(root, 'test/new.test.ts'), FILES['test/other.test.ts'])
    edit(root, 'src/add.ts', 'export function less', 'const one = 1\nexport function less')
    const { stdout, stderr } = await affected(root)
    expect(stdout).toBe('test/add.test.ts\ntest/new.test.ts\n')
    expect(stderr).toBe('mutate: src/add.ts was changed outside of functions, so all tests count that reach the file\n')
  })

  it('are all when no coverage knows a file, and it is said', async () => {
    const root = await project()
    writeFileSync(join(root, 'src/new.ts'), 'export const answer = 42\n')
    const { stdout, stderr } = await affected(root)
    expect(stderr).toBe('mutate: no coverage knows src/new.ts, so every test may be affected\n')
    expect(stdout).toBe('test/add.test.ts\ntest/other.test.ts\n')
    rmSync(join(root, '.mutate'), { recursive: true })
    // A changed test file alone would look like an answer.
    edit(root, 'test/other.test.ts', 'doubles', 'makes double')
    const unknown = await affected(root)
    expect(unknown.stderr).toContain('no run has kept its coverage here')
    expect(unknown.stdout).toBe('all tests\n')
    expect((await affected(root, '--args')).stdout.trim()).toBe('')
    expect(JSON.parse((await affected(root, '--json')).stdout)).toMatchObject({ all: true, files: [] })
    expect(existsSync(join(root, '.mutate'))).toBe(false)
  })

  it('are all when a file is deleted, as its coverage is gone with it', async () => {
    const root = await project()
    rmSync(join(root, 'src/other.ts'))
    expect(await affected(root)).toMatchObject({
      stdout: 'test/add.test.ts\ntest/other.test.ts\n',
      stderr: 'mutate: no coverage knows src/other.ts, so every test may be affected\n',
    })
  })
})
