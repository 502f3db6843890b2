import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as api from '../src/index.js'
import { copyFixture, mutate } from './helpers.js'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))

/** A copy of a fixture that has this package installed, like a user's project. */
function withPackage(fixture: string): string {
  const folder = copyFixture(fixture)
  const modules = join(folder, 'node_modules')
  rmSync(modules)
  mkdirSync(modules)
  symlinkSync(join(REPOSITORY, 'node_modules/vitest'), join(modules, 'vitest'), 'dir')
  symlinkSync(REPOSITORY, join(modules, 'mutate-cli'), 'dir')
  return folder
}

async function runScript(folder: string, script: string): Promise<string> {
  writeFileSync(join(folder, 'script.mjs'), script)
  const { stdout } = await promisify(execFile)(process.execPath, ['script.mjs'], { cwd: folder })
  return stdout
}

describe('the package', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(api).sort()).toEqual([
      'ExitCode', 'UserError', 'buildReport', 'compareVerdicts', 'countStatuses', 'defineConfig', 'defineOperator',
      'defineReporter', 'defineRule', 'discover', 'mutate', 'readReport', 'score', 'scoreOfCovered',
    ])
  })

  it('exports these types and no others', () => {
    const types = [...readFileSync(join(REPOSITORY, 'src/index.ts'), 'utf8').matchAll(/export type \{([^}]*)\}/g)]
    expect(types.flatMap(([, names = '']) => names.split(',').map((name) => name.trim())).sort()).toEqual([
      'Brought', 'Code', 'Compared', 'Counts', 'CreateReporter', 'CustomCandidate', 'CustomOperator', 'CustomRule',
      'Development', 'Discovery', 'Failure', 'FailureKind', 'Ignored', 'KnownStatus', 'Location', 'Mutant', 'MutateConfig',
      'MutateOptions', 'Note', 'Override', 'Phase', 'Position', 'ProjectOptions', 'Receipt', 'Replacement', 'ReportedSource', 'Reporter', 'ReporterContext', 'RunEvent', 'RunResult', 'Span', 'Status', 'TestCase',
      'TestId', 'Tier', 'Verdict',
    ])
  })

  it('tells how long the run before took where everything is judged again', async () => {
    const folder = withPackage('reporter')
    const said = JSON.parse(await runScript(folder, `
      import { appendFileSync } from 'node:fs'
      import { mutate } from 'mutate-cli'
      const told = []
      const once = async (options) => {
        let earlierMs
        const result = await mutate({ ...options, onEvent(event) { if (event.type === 'phase') earlierMs = event.earlierMs ?? earlierMs } })
        told.push({ earlierMs, ms: result.timings.total })
      }
      await once({})
      await once({ force: true })
      appendFileSync('src/sign.js', '// changed')
      await once({})
      await once({ force: true })
      console.log(JSON.stringify(told))
    `))
    const [first, forced, changed, last] = said as { earlierMs?: number; ms: number }[]
    expect(first?.earlierMs).toBeUndefined()
    expect(forced?.earlierMs).toBeGreaterThan(0)
    expect(forced?.earlierMs).toBeLessThanOrEqual(first!.ms)
    expect(changed?.earlierMs, 'verdicts are taken over').toBeUndefined()
    expect(last?.earlierMs).toBeGreaterThan(0)
    expect(last?.earlierMs, 'of a later run than the first').not.toBe(forced?.earlierMs)
  })

  it('runs from a script, tells events, gives verdicts, and prints and writes no report', async () => {
    const folder = withPackage('reporter')
    const stdout = await runScript(folder, `
      import { countStatuses, mutate, score } from 'mutate-cli'
      const events = new Set()
      let judged = 0
      const result = await mutate({
        operators: ['EqualityOperator'],
        onEvent(event) {
          events.add(event.type)
          if (event.type === 'verdict') judged++
        },
      })
      const counts = countStatuses(result.verdicts.map(({ status }) => status))
      console.log(JSON.stringify({
        judged, events: [...events].sort(), score: score(counts),
        changes: result.mutants.map(({ original, replacement }, i) => [original, replacement, result.verdicts[i].status]),
        killedBy: result.verdicts.flatMap(({ killedBy }) => killedBy.map((id) => result.tests[id].path)),
      }))
    `)
    const said = JSON.parse(stdout)
    expect(said.changes).toContainEqual(['number < 0', 'number <= 0', 'Survived'])
    expect(said.changes).toContainEqual(['number < 0', 'number !== 0', 'Killed'])
    expect(said.judged).toBe(said.changes.length)
    expect(said.events).toEqual(expect.arrayContaining(['discovered', 'phase', 'testFile', 'verdict']))
    expect(said.score).toBe(50)
    expect(said.killedBy).toEqual([['tells minus from plus']])
    expect(readdirSync(folder)).not.toContain('reports')
  })

  it('takes reporters as they are, and functions that make one, beside names', async () => {
    const folder = withPackage('reporter')
    const stdout = await runScript(folder, `
      import { mutate } from 'mutate-cli'
      class Counter {
        judged = 0
        onEvent(event) { if (event.type === 'verdict') this.judged++ }
        onFinish(result) { console.log('object', this.judged, result.mutants.length) }
        dispose() { console.log('disposed') }
      }
      await mutate({
        operators: ['EqualityOperator'],
        reporters: ['json', new Counter(), ({ root, names, stdout }) => ({
          onFinish: () => { stdout.write('function ' + (root === process.cwd()) + ' ' + names + '\\n') },
        })],
      })
    `)
    expect(stdout).toBe('object 2 2\nfunction true json\ndisposed\n')
    expect(readdirSync(join(folder, 'reports/mutation'))).toEqual(['mutation.json'])
  })

  it('prints and writes nothing beside what a reporter that is given does', async () => {
    const folder = withPackage('reporter')
    writeFileSync(join(folder, 'quiet.mjs'), `
      import { mutate } from 'mutate-cli'
      await mutate({ operators: ['EqualityOperator'], reporters: [{ onFinish() { console.log('done') } }] })
    `)
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['quiet.mjs'], { cwd: folder })
    expect({ stdout, stderr }).toEqual({ stdout: 'done\n', stderr: '' })
    expect(readdirSync(folder)).not.toContain('reports')
  })

  it('tells by name or number which reporter failed, when the others are done', async () => {
    const folder = withPackage('reporter')
    const stdout = await runScript(folder, `
      import { mutate, UserError } from 'mutate-cli'
      const told = (reporters) => mutate({ operators: ['EqualityOperator'], reporters })
        .catch((error) => console.log(error instanceof UserError, error.message))
      const last = { onFinish() { console.log('last') } }
      await told([{ name: 'post', onFinish() { throw new Error('no network') } }, last])
      await told([last, () => 1])
      await told([['json']])
      await told([3])
      await told('json')
    `)
    expect(stdout.split('\n')).toEqual([
      'last',
      'true the reporter post failed: no network',
      'true the function of the reporter number 2 must return an object with onEvent, onFinish or dispose',
      'true the reporter number 1 must be a name, a function, or an object with onEvent, onFinish or dispose',
      'true the options of mutate(): "reporters" must be a list of names, but it holds 3',
      'true the options of mutate(): "reporters" must be a list of names, not "json"',
      '',
    ])
  })

  it('finds mutants without running anything', async () => {
    const folder = withPackage('reporter')
    const found = await api.discover({ root: folder, operators: ['EqualityOperator'] })
    expect(found.sources.map(({ path }) => path)).toEqual(['src/sign.js'])
    expect(found.mutants.map(({ replacement }) => replacement)).toEqual(['number <= 0', 'number !== 0'])
    expect(readdirSync(folder)).not.toContain('.mutate')
  })

  it('refuses options that it does not know, as the config file does', async () => {
    const wrong = { operatrs: ['default'] } as object
    await expect(api.mutate(wrong)).rejects.toThrow('the options of mutate(): unknown key "operatrs"; did you mean "operators"?')
    await expect(api.discover({ root: '/no/such/folder' })).rejects.toBeInstanceOf(api.UserError)
  })
})

describe('a reporter of the project itself', () => {
  it('is named by its path in the config', async () => {
    const folder = copyFixture('reporter')
    const { code, stdout } = await mutate(folder)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'src/sign.js:2 number < 0 -> number <= 0\n' })
    expect(readFileSync(join(folder, 'reports/mutation/survivors.txt'), 'utf8')).toMatch(/^1 of \d+\n$/)
  })

  it('stands in the config as it is, as an object or a function, and only the command line can leave it out', async () => {
    const folder = copyFixture('reporter')
    writeFileSync(join(folder, 'mutate.config.js'), `
      const object = { onFinish({ mutants }) { console.log('object', mutants.length > 0) } }
      const made = ({ names }) => ({ onFinish() { console.log('function', names) } })
      export default { operators: ['EqualityOperator'], reporters: [object, 'json', made] }
    `)
    const { code, stdout } = await mutate(folder)
    expect({ code, stdout }).toEqual({ code: 0, stdout: "object true\nfunction [ 'json' ]\n" })
    expect(await mutate(folder, ['--reporters', 'json'])).toMatchObject({ code: 0, stdout: '' })
    writeFileSync(join(folder, 'mutate.config.js'), `export default { reporters: [{ onfinish() {} }] }`)
    const wrong = await mutate(folder)
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('"reporters" must be a list of names, but it holds {}')
  })

  it('is named by its path on the command line, beside others', async () => {
    const folder = copyFixture('reporter')
    const { code, stdout } = await mutate(join(folder, 'tools'), ['--root', '..', '--reporters', 'json,./survivors.js'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'src/sign.js:2 number < 0 -> number <= 0\n' })
    expect(readdirSync(join(folder, 'reports/mutation')).sort()).toEqual(['mutation.json', 'survivors.txt'])
  })

  it('fails alone: the other reports are written, and its error is told', async () => {
    const folder = copyFixture('reporter')
    writeFileSync(join(folder, 'tools/broken.js'), `export default () => ({ onEvent() { throw new Error('no such luck') } })\n`)
    const { code, stderr } = await mutate(folder, ['--reporters', './tools/broken.js,json'])
    expect(code).toBe(2)
    expect(stderr).toContain('mutate: the reporter tools/broken.js failed while the run was going on: no such luck\n')
    expect(readdirSync(join(folder, 'reports/mutation'))).toEqual(['mutation.json'])
  })

  it.each([
    ['./tools/none.js', /the reporter tools\/none\.js is not found from .*; give the path of a module, or install the package there/],
    ['mutate-reporter-none', /the reporter mutate-reporter-none is not found from /],
    ['./mutate.config.js', /the reporter mutate\.config\.js must have a function as its default export/],
    ['jsn', /--reporters knows text, .*, not "jsn"; did you mean "json"\?/],
  ])('is told to be wrong before anything runs: %s', async (name, message) => {
    const folder = copyFixture('reporter')
    const { code, stderr } = await mutate(folder, ['--reporters', name])
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('running')
  })

  it('may be a package that can only be imported', async () => {
    const folder = withPackage('reporter')
    const home = join(folder, 'node_modules/@acme/mutate-reporter')
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name: '@acme/mutate-reporter', type: 'module', exports: { import: './index.js' } }))
    writeFileSync(join(home, 'index.js'), `export default ({ stdout }) => ({ onFinish: (result) => void stdout.write(result.mutants.length + ' mutants\\n') })\n`)
    const { code, stdout } = await mutate(folder, ['--reporters', '@acme/mutate-reporter', '--operators', 'EqualityOperator'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2 mutants\n' })
  })
})
