import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitAll, copyFixture, gitStatus, mutate, run, temporaryFolder, writeProject } from './helpers.js'

/** Three mutants: `false` and `a !== b` are killed, `a <= b` survives. */
const small = {
  'src/less.js': 'export const less = (a, b) => a < b\n',
  'test/less.test.js': `import { expect, it } from 'vitest'
import { less } from '../src/less.js'
it('compares', () => {
  expect(less(1, 2)).toBe(true)
  expect(less(2, 1)).toBe(false)
})
`,
}

interface Kept { mutants: { id: string; replacement: string }[]; verdicts: { mutant: string; status: string }[] }

function kept(project: string): Kept {
  return JSON.parse(readFileSync(join(project, '.mutate/last-run.json'), 'utf8')) as Kept
}

/** Puts another status on the mutant with this replacement; returns its id. */
function falsify(project: string, replacement: string, status: string): string {
  const data = kept(project)
  const id = data.mutants.find((mutant) => mutant.replacement === replacement)!.id
  data.verdicts.find(({ mutant }) => mutant === id)!.status = status
  writeFileSync(join(project, '.mutate/last-run.json'), JSON.stringify(data))
  return id
}

describe('mutate verify', () => {
  it('runs mutate first when nothing is kept, and agrees with it about every verdict', async () => {
    const project = writeProject(small)
    commitAll(project)
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('mutate-oracle-'))
    const { code, stdout, stderr } = await mutate(project, ['verify'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('no run is kept yet, so the mutants are judged first')
    const count = kept(project).verdicts.filter(({ status }) => status !== 'Ignored').length
    expect(stdout).toMatch(new RegExp(`^${count} of ${count} verdicts agree with the plain suite \\(100\\.00 %\\): `))
    expect(stdout).toContain('1 Survived')
    expect(gitStatus(project)).toEqual([])
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('mutate-oracle-'))
    expect(after.filter((name) => !before.includes(name))).toEqual([])
  })

  it('lists a verdict that is wrong, with both receipts and the diff, and fails', async () => {
    const project = writeProject(small)
    await run(project)
    const survivor = falsify(project, 'false', 'Survived')
    const killed = falsify(project, 'a <= b', 'Killed')
    const { code, stdout } = await mutate(project, ['verify', survivor, killed])
    expect(code).toBe(1)
    expect(stdout).toContain(`${survivor}  in less`)
    expect(stdout).toMatch(/- 1 {2}export const less = \(a, b\) => a < b\n\+ {4}export const less = \(a, b\) => false\n/)
    expect(stdout).toMatch(/mutate says Survived\. The changed code ran .*\n/)
    expect(stdout).toMatch(/the plain suite failed after .*\n {4}test\/less\.test\.js {2}compares: .*expected false to be true/)
    expect(stdout).toMatch(/mutate says Killed\..*\n(?: {4}.*\n)? {2}the plain suite passed: 1 test in/)
    expect(stdout).toContain('0 of 2 verdicts agree with the plain suite (0.00 %): 1 Survived, 1 Killed')

    const json = await mutate(project, ['verify', survivor, '--json'])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      compared: 1, agreeing: 0, disagreements: [{ id: survivor, status: 'Survived', truth: { outcome: 'failed' } }],
    })
  })

  it('draws a sample by a seed that it prints', async () => {
    const project = writeProject(small)
    await run(project)
    const args = ['verify', '--sample', '2', '--seed', '5', '--concurrency', '1']
    const { code, stdout } = await mutate(project, args)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^2 of 2 verdicts agree .*\ndrawn with seed 5; --seed 5 draws the same again\n/)
    expect((await mutate(project, args)).stdout).toBe(stdout)
  })

  it('begins with the test file that killed the mutant, and ends with it', async () => {
    const log = JSON.stringify(join(temporaryFolder(), 'log'))
    const project = writeProject({
      ...small,
      'vitest.config.js': 'export default { test: { fileParallelism: false } }\n',
      'test/slow.test.js': `import { appendFileSync } from 'node:fs'
import { it } from 'vitest'
it('takes longest', async () => {
  appendFileSync(${log}, 'ran\\n')
  await new Promise((resolve) => { setTimeout(resolve, 500) })
})
`,
    })
    await run(project)
    const runs = (): number => readFileSync(JSON.parse(log) as string, 'utf8').split('\n').length - 1
    const before = runs()
    const ids = kept(project).mutants.filter(({ replacement }) => replacement !== 'a <= b').map(({ id }) => id)
    const { code, stdout } = await mutate(project, ['verify', ...ids])
    expect(code, stdout).toBe(0)
    expect(stdout).toContain(`${ids.length} of ${ids.length} verdicts agree`)
    // Once in each copy without a mutant, but with none of those that another file kills.
    expect(runs() - before).toBe(Math.min(2, ids.length))
  })

  it('compares nothing with sources or tests that changed since, and says so', async () => {
    const project = writeProject(small)
    await run(project)
    writeFileSync(join(project, 'src/less.js'), `// later\n${small['src/less.js']}`)
    expect(await mutate(project, ['verify'])).toMatchObject({
      code: 4, stdout: '', stderr: expect.stringMatching(/^mutate: there is nothing to compare: \w+ stands in src\/less\.js, which was changed since the run/),
    })
    writeFileSync(join(project, 'test/less.test.js'), `// later\n${small['test/less.test.js']}`)
    expect(await mutate(project, ['verify'])).toMatchObject({
      code: 4, stderr: expect.stringMatching(/^mutate: test\/less\.test\.js changed since the last run.*run mutate again first\n$/),
    })
  })

  it('names a test that reads the sources from disk, and leaves it out when it is asked to', async () => {
    const project = copyFixture('disk')
    await run(project)
    const seen = await mutate(project, ['verify'])
    expect(seen.code).toBe(1)
    expect(seen.stdout).toContain('test/bundle.test.js reaches no mutant in memory')
    const { code, stdout } = await mutate(project, ['verify', '--exclude', 'test/bundle.test.js'])
    expect(stdout).toContain('left out of the plain runs: test/bundle.test.js')
    expect(code).toBe(0)
  }, 240_000)

  it('does not compare a kill by a test that stays out of the plain runs', async () => {
    const project = writeProject({ ...small, 'test/other.test.js': "import { it } from 'vitest'\nit('is there', () => {})\n" })
    await run(project)
    const { code, stdout } = await mutate(project, ['verify', '--exclude', '**/less.test.js'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/not compared: \d+ is killed by test\/less\.test\.js, which stays out of the plain runs\n/)
  })

  it('runs the projects that the run was asked for, and no others', async () => {
    const project = writeProject({
      ...small,
      'e2e/fails.test.js': "import { expect, it } from 'vitest'\nit('has a server', () => { expect(1).toBe(2) })\n",
      'vitest.config.js': `export default { test: { projects: [
  { test: { name: 'unit', include: ['test/**/*.test.js'] } }, { test: { name: 'e2e', include: ['e2e/**/*.test.js'] } },
] } }
`,
    })
    await run(project, ['--project', 'unit'])
    const { code, stdout, stderr } = await mutate(project, ['verify'])
    expect(stderr).not.toContain('the plain suite fails')
    expect(stdout).toContain('3 of 3 verdicts agree')
    expect(code).toBe(0)
  })

  it('does not begin when the plain suite fails in a copy, or runs no test', async () => {
    const project = writeProject({
      ...small,
      'test/where.test.js': `import { expect, it } from 'vitest'
import { existsSync } from 'node:fs'
it('stands in its git checkout', () => { expect(existsSync('.git')).toBe(true) })
`,
    })
    commitAll(project)
    await run(project)
    expect(await mutate(project, ['verify'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('the plain suite fails in a copy of the project without any mutant: '
        + 'test/where.test.js > stands in its git checkout: AssertionError: expected false to be true'),
    })
    const none = await mutate(project, ['verify', '--exclude', '**/*.test.js'])
    expect(none.code).not.toBe(0)
    expect(none.stdout).toBe('')

    writeFileSync(join(project, 'vitest.config.ts'), `import { existsSync } from 'node:fs'\nif (!existsSync('.git')) throw new Error('no git')\nexport default {}\n`)
    expect((await mutate(project, ['verify'])).stderr).toMatch(/without any mutant: Error: no git; what the tests or their config read of outside/)
  })

  it('applies mutants of a workspace package where its neighbours find them', async () => {
    const top = writeProject({
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/a/package.json': '{ "name": "a", "type": "module", "exports": "./src/less.js" }',
      'packages/a/src/less.js': small['src/less.js'],
      'packages/a/test/less.test.js': `import { expect, it } from 'vitest'
import { less } from 'a'
it('compares', () => { expect(less(1, 2)).toBe(true) })
`,
      'packages/b/package.json': '{ "name": "b", "type": "module" }',
    })
    const project = join(top, 'packages/a')
    mkdirSync(join(project, 'node_modules'))
    symlinkSync('../../a', join(project, 'node_modules/a'))
    await run(project)
    const { code, stdout } = await mutate(project, ['verify'])
    expect(stdout).toContain('(100.00 %)')
    expect(stdout).toMatch(/[1-9]\d* Killed/)
    expect(code).toBe(0)
    expect(existsSync(join(project, 'node_modules/.vite'))).toBe(false)
  })

  it('finds what a project reads of its repository above', async () => {
    const top = writeProject({
      'base.json': '{ "compilerOptions": { "target": "es2022" } }',
      'shared/config.ts': "export default { test: { setupFiles: ['../../shared/setup.ts'] } }",
      'shared/setup.ts': 'globalThis.isSetUp = true',
      'libs/less/tsconfig.json': '{ "extends": "../../base.json", "include": ["src"] }',
      'libs/less/vitest.config.ts': "export { default } from '../../shared/config.ts'",
      'libs/less/src/less.ts': 'export const less = (a: number, b: number) => a < b\n',
      'libs/less/less.test.ts': `import { expect, it } from 'vitest'
import { less } from './src/less.ts'
it('compares', () => { expect([less(1, 2), globalThis.isSetUp]).toEqual([true, true]) })
`,
    })
    const project = join(top, 'libs/less')
    commitAll(top)
    await run(project)
    const { code, stdout, stderr } = await mutate(project, ['verify'])
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('(100.00 %)')
  })

  it('meets nothing that tests have left in a copy with a mutant before', async () => {
    const project = writeProject({
      'src/less.js': small['src/less.js'],
      'src/flag.js': `import { rmSync, writeFileSync } from 'node:fs'
export function mark() {
  writeFileSync('mark', '')
}
export function unmark() {
  rmSync('mark')
}
`,
      'test/less.test.js': small['test/less.test.js'],
      'test/flag.test.js': `import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mark, unmark } from '../src/flag.js'
it('marks', () => {
  expect(existsSync('mark')).toBe(false)
  mark()
  expect(existsSync('mark')).toBe(true)
  unmark()
  expect([existsSync('mark'), readFileSync('package.json', 'utf8').length > 1]).toEqual([false, true])
})
`,
    })
    await run(project)
    const { mutants, verdicts } = kept(project)
    const survivor = verdicts.find(({ status }) => status === 'Survived')!.mutant
    // Leaves the mark: in the copy all tests would fail from then on.
    const leaving = mutants.filter(({ replacement }) => replacement === '{}').at(-1)!.id
    const { code, stdout } = await mutate(project, ['verify', leaving, survivor, '--concurrency', '1'])
    expect(stdout).toContain('2 of 2 verdicts agree with the plain suite (100.00 %): 1 Killed, 1 Survived')
    expect(code).toBe(0)
  })

  it('runs plainly: a mutant that never ends counts as detected', async () => {
    const project = writeProject({
      'src/count.js': 'export function count(n) {\n  let i = 0\n  while (i < n) i++\n  return i\n}\n',
      'test/count.test.js': `import { expect, it } from 'vitest'
import { count } from '../src/count.js'
it('counts', () => { expect(count(3)).toBe(3) })
`,
    })
    await run(project)
    const id = kept(project).mutants.find(({ replacement }) => replacement === 'i--')!.id
    const { code, stdout } = await mutate(project, ['verify', id])
    expect(stdout).toContain('1 of 1 verdict agrees with the plain suite (100.00 %): 1 Timeout')
    expect(code).toBe(0)
  })
})
