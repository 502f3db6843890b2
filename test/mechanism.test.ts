/** Where mutants do not reach the tests, or failures do not reach us, nothing is judged. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutate, readReport, statusOf, writeProject } from './helpers.js'

const SOURCE = 'export function double(n) {\n  return n * 2\n}\n'
const TEST = `import { expect, test } from 'vitest'
import { double } from '../src/double.js'
test('doubles', () => { expect(double(4)).toBe(8) })
`
const FILES = { 'src/double.js': SOURCE, 'test/double.test.js': TEST }

function config(test: string, plugin = ''): string {
  return `import { readFileSync } from 'node:fs'
export default { test: { ${test} }, plugins: [${plugin}] }\n`
}

/** What a plugin does that keeps transformed texts of its own. */
function keeps(pattern: string): string {
  return `{ name: 'keeps', enforce: 'post', transform: (_, id) => ${pattern}.test(id) ? readFileSync(id, 'utf8') : undefined }`
}

describe('a run is inconclusive', () => {
  it('when a plugin of the project puts its own texts in the place of the mutated ones', async () => {
    const project = writeProject({ ...FILES, 'vitest.config.js': config('', keeps('/src/')) })
    const { code, stderr } = await mutate(project)
    expect(code).toBe(4)
    expect(stderr).toMatch(/nothing can be judged with Vitest 4\.\S+: a plugin of its config puts other texts/)
  })

  it.each([
    ['hot', SOURCE, []],
    // Its values differ each time the test runs, so modules have to be evaluated anew.
    ['cold', `const calls = (function* () {\n  for (let call = 0; ; call++) yield call\n})()\nconst next = () => calls.next().value\nexport function double(n) {\n  return next() < 1 ? n * 2 : helped(n)\n}\nfunction helped(n) { return n + n }\n`, []],
    // They make a value while they are collected, so the test file has to be loaded anew.
    ['warm', SOURCE, [], `import { expect, test } from 'vitest'\nimport { double } from '../src/double.js'\nconst made = double(2)\ntest('doubles', () => { expect(double(2)).toBe(made) })\n`],
    ['fresh', SOURCE, ['--fresh']],
  ])('when failures of tests are swallowed in %s workers, before anything is judged there', async (tier, source, args, test = FILES['test/double.test.js']) => {
    const project = writeProject({ ...FILES, 'src/double.js': source, 'test/double.test.js': test, ...runner('await TestRunner.getTestFn(test)().catch(() => undefined)') })
    const { code, stdout, stderr } = await mutate(project, args)
    expect(code, stdout).toBe(4)
    expect(stderr).toMatch(new RegExp('with Vitest 4\\.\\S+ with vitest\\.config\\.js: a test in test/double\\.test\\.js that was made to fail '
      + `was not reported as failed \\(in a ${tier} worker\\)`))
    expect(kept(project)).toEqual([])
  })

  it.each([['hot', [], 3], ['fresh', ['--fresh'], 1]])('when a test fails in %s workers without a reason', async (tier, args, passing) => {
    // Runs of one worker or, where each mutant gets a worker, workers: those that find out how the tests behave pass.
    const count = tier === 'hot'
      ? 'TestRunner.runs = (TestRunner.runs ?? 0) + 1'
      : `const runs = join(import.meta.dirname, 'runs-0123456789ab'); appendFileSync(runs, '.'); TestRunner.runs = statSync(runs).size`
    const project = writeProject({
      ...FILES,
      ...runner(`${count}\n    await TestRunner.getTestFn(test)()\n    if (TestRunner.runs > ${passing}) throw new Error('once too often')`),
    })
    const { code, stdout, stderr } = await mutate(project, args)
    expect(code, stdout).toBe(4)
    expect(stderr).toContain(`a test in test/double.test.js failed with a mutant that changes nothing (in a ${tier} worker)`)
    expect(kept(project)).toEqual([])
  })
})

/** A config with a runner of the user's own that runs a test so. */
function runner(runTask: string): Record<string, string> {
  return {
    'vitest.config.js': config(`runner: './runner.js'`),
    'runner.js': `import { appendFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { TestRunner } from 'vitest'
export default class extends TestRunner {
  async runTask(test) {
    ${runTask}
  }
}
`,
  }
}

/** What a run left behind of verdicts: lines of the journal, the last run. */
function kept(project: string): string[] {
  const journal = join(project, '.mutate/journal')
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter((line) => line.includes('"mutant"')) : []
  return [...lines, ...existsSync(join(project, '.mutate/last-run.json')) ? ['last-run.json'] : []]
}

describe('a project in which no test can be made to fail', () => {
  it('is judged with a note that says so, on screen and in the report', async () => {
    const project = writeProject({
      'src/limit.js': 'export const LIMIT = 4 * 2\n',
      'test/limit.test.js': `import { expect, test } from 'vitest'
import { LIMIT } from '../src/limit.js'
test('limits', () => { expect(LIMIT).toBe(8) })
`,
    })
    const { code, stdout } = await mutate(project)
    const note = 'no test enters a function or loop of the sources, so no test could be made to fail to show that failures are noticed there; '
      + 'mutate verify --sample 20 checks the verdicts'
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`note: ${note}`)
    expect(readReport(project).config).toMatchObject({ notes: expect.arrayContaining([{ level: 'info', text: note }]) })
    expect(statusOf(readReport(project), '4 * 2', '4 / 2')).toBe('Killed')
    const other = writeProject(FILES)
    expect((await mutate(other)).stdout).not.toContain('no test enters')
    expect(readReport(other).config).not.toHaveProperty('notes')
  })
})

describe('a plugin that replaces one file', () => {
  it('leaves that file unjudged by name, and the rest goes on', async () => {
    const project = writeProject({
      ...FILES,
      'src/half.js': 'export function half(n) {\n  return n / 2\n}\n',
      'test/half.test.js': TEST.replaceAll('double', 'half').replace('toBe(8)', 'toBe(2)'),
      'vitest.config.js': config('', keeps('/half.js/')),
    })
    const { code, stdout } = await mutate(project)
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('src/half.js is not judged: a plugin of the project puts another text')
    expect(statusOf(readReport(project), 'n / 2', 'n * 2')).toBe('RuntimeError')
    expect(statusOf(readReport(project), 'n * 2', 'n / 2')).toBe('Killed')
  })
})

describe('a suite that leans on state between its files', () => {
  it('is told what `isolate: false` has to do with its failure', async () => {
    const project = writeProject({
      ...FILES,
      'test/a.test.js': `import { test } from 'vitest'\ntest('leaves', () => { globalThis.left = 1 })\n`,
      'test/b.test.js': `import { expect, test } from 'vitest'\ntest('finds', () => { expect(globalThis.left).toBe(1) })\n`,
      'vitest.config.js': config('isolate: false, maxWorkers: 1'),
    })
    const { code, stderr } = await mutate(project)
    expect(code).toBe(3)
    expect(stderr).toMatch(/test\/b\.test\.js > finds: [^]*`isolate: false`[^]*has to pass alone/)
  })
})

describe('a hook of a suite that fails', () => {
  it('kills, though every test passes', async () => {
    const project = writeProject({
      'src/door.js': 'let open = true\nexport function shut() {\n  open = false\n}\nexport const isOpen = () => open\n',
      'test/door.test.js': `import { afterAll, expect, test } from 'vitest'
import { isOpen, shut } from '../src/door.js'
test('is there', () => { expect(isOpen).toBeDefined() })
afterAll(() => {
  shut()
  if (isOpen()) throw new Error('still open')
})
`,
    })
    const { code, stderr } = await mutate(project)
    expect(code, stderr).toBe(0)
    expect(statusOf(readReport(project), '{\n  open = false\n}', '{}')).toBe('Killed')
  })
})

it('what compilers say of mutated texts is not shown, what they say of others is', async () => {
  const warns = "{ name: 'warns', transform(code, id) { if (/double/.test(id)) this.warn('odd code in ' + id.split('/').at(-1)) } }"
  const { code, stderr } = await mutate(writeProject({ ...FILES, 'vitest.config.js': config('', warns) }), [])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('odd code in double.test.js')
  expect(stderr).not.toContain('odd code in double.js')
})
