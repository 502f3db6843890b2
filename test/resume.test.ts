import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, commitAll, copyFixture, gitStatus, mutate, readReport, run, temporaryFolder, verdictTable } from './helpers.js'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))
const journalOf = (project: string): string => join(project, '.mutate/journal')

/** The ids of the mutants in the journal whose lines are whole. */
function journaled(project: string): string[] {
  if (!existsSync(journalOf(project))) return []
  const lines = readFileSync(journalOf(project), 'utf8').split('\n').slice(0, -1)
  return lines.flatMap((line) => (JSON.parse(line.slice(9)) as { mutant?: string }).mutant ?? [])
}

function start(project: string): ChildProcess {
  const child = spawn(process.execPath, [bin, '--reporters', 'json'], { cwd: project, stdio: 'ignore', env: cleanEnvironment() })
  onTestFinished(() => { child.kill('SIGKILL') })
  return child
}

/** Notes are broken into lines that fit the terminal. */
const unwrapped = (text: string): string => text.replace(/\s+/g, ' ')

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => { child.once('exit', () => resolve()) })

/** Starts a run and kills it, as nobody can prepare for, once so many verdicts are reached. */
async function killedAfter(project: string, verdicts: number): Promise<string[]> {
  const child = start(project)
  const ended = gone(child)
  while (journaled(project).length < verdicts && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  await ended
  expect(child.signalCode, 'the run was over before it was killed').toBe('SIGKILL')
  return journaled(project)
}

describe('a run that is killed', () => {
  it('loses no verdict: the next one takes them up, judges the rest, and no file of the project changed', async () => {
    const project = copyFixture('shop')
    commitAll(project)
    const reached = await killedAfter(project, 25)
    expect(gitStatus(project)).toEqual([])

    const { code, stdout } = await mutate(project, ['--reporters', 'text,json'])
    expect(code).toBe(0)
    expect(unwrapped(stdout)).toContain(`note: ${reached.length} verdicts of an earlier run that was stopped are taken up`)
    expect(stdout).not.toContain('Pending')
    const report = readReport(project)
    const taken = Object.values(report.files).flatMap((file) => file.mutants).filter(({ id }) => reached.includes(id))
    expect(taken).toHaveLength(reached.length)
    expect(taken.filter(({ status, killedBy = [] }) => status === 'Killed' && killedBy.length === 0)).toEqual([])
    expect(existsSync(journalOf(project))).toBe(false)
    expect(verdictTable(report)).toBe(verdictTable((await run(project, ['--force'])).report))
    expect(gitStatus(project).filter((line) => !line.startsWith('?? reports/'))).toEqual([])
  })

  it('leaves a socket behind that the next run removes', async () => {
    const project = copyFixture('static')
    const folder = temporaryFolder()
    const env = { ...cleanEnvironment(), TMPDIR: folder }
    const sockets = () => readdirSync(folder).filter((name) => name.endsWith('.sock'))
    const child = spawn(process.execPath, [bin, '--reporters', 'json'], { cwd: project, stdio: 'ignore', env })
    const ended = gone(child)
    while (sockets().length === 0 && child.exitCode === null) await sleep(5)
    child.kill('SIGKILL')
    await ended
    expect(sockets()).toHaveLength(1)

    const next = spawn(process.execPath, [bin, '--reporters', 'json'], { cwd: project, stdio: 'ignore', env })
    await gone(next)
    expect(next.exitCode).toBe(0)
    expect(sockets()).toEqual([])
  })

  it('in the middle of a line loses that line, and says so', async () => {
    const project = copyFixture('shop')
    const reached = await killedAfter(project, 20)
    truncateSync(journalOf(project), readFileSync(journalOf(project)).length - 7)
    const { code, stdout } = await mutate(project, ['--reporters', 'text'])
    expect(code).toBe(0)
    expect(unwrapped(stdout)).toContain('the last line of the journal was torn when an earlier run was stopped; it is dropped')
    expect(stdout).toMatch(new RegExp(`note: ${reached.length - 1} verdicts of an earlier run .* are taken up`))
  })

  it('is not taken up when a file was changed meanwhile, and says which', async () => {
    const project = copyFixture('shop')
    const reached = await killedAfter(project, 5)
    writeFileSync(join(project, 'src/money.ts'), `${readFileSync(join(project, 'src/money.ts'), 'utf8')}\n`)
    const { stdout } = await mutate(project, ['--reporters', 'text'])
    expect(unwrapped(stdout)).toContain(`an earlier run was stopped after ${reached.length} verdicts; none is taken up: src/money.ts was changed since`)
  })
})

describe('a run that is stopped with Ctrl-C', () => {
  it('reports what it has, and the next one takes that up', async () => {
    const project = copyFixture('shop')
    const child = start(project)
    const ended = gone(child)
    while (journaled(project).length < 10 && child.exitCode === null) await sleep(5)
    child.kill('SIGINT')
    await ended
    expect(child.exitCode).toBe(130)
    const statuses = Object.values(readReport(project).files).flatMap((file) => file.mutants.map(({ status }) => status))
    const judged = statuses.filter((status) => status !== 'Pending' && status !== 'Ignored').length
    expect(judged).toBeGreaterThanOrEqual(10)
    expect(statuses).toContain('Pending')
    const { code, stdout } = await mutate(project, ['--reporters', 'text,json'])
    expect(code).toBe(0)
    expect(unwrapped(stdout)).toMatch(/note: \d+ verdicts of an earlier run that was stopped are taken up/)
    expect(JSON.stringify(readReport(project))).not.toContain('"Pending"')
  })
})

describe('a run whose report cannot be written', () => {
  it('loses no verdict either', async () => {
    const project = copyFixture('shop')
    const child = mutate(project, ['--reporters', 'json', '--out', 'out'])
    while (journaled(project).length < 3) await sleep(5)
    writeFileSync(join(project, 'out'), 'a file stands where the folder should be')
    const failed = await child
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('report cannot be written') })
    rmSync(join(project, 'out'))
    const reached = journaled(project).length
    expect(reached).toBeGreaterThan(100)
    const { stdout } = await mutate(project, ['--reporters', 'text', '--out', 'out'])
    expect(unwrapped(stdout)).toContain(`note: ${reached} verdicts of an earlier run that was stopped are taken up`)
  })
})

describe('two runs in one project', () => {
  it('are one too many: the second says who is at work', async () => {
    const project = copyFixture('shop')
    const first = start(project)
    while (!existsSync(join(project, '.mutate/lock'))) await sleep(5)
    const second = await mutate(project)
    expect(second).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`mutate: another run (process ${first.pid}) is at work in ${project}; wait for it or stop it\n`),
    })
    const ended = gone(first)
    first.kill('SIGKILL')
    await ended
    expect(existsSync(join(project, '.mutate/lock'))).toBe(true)
    expect(await mutate(project, ['src/money.ts', '--reporters', 'json'])).toMatchObject({ code: 0 })
    expect(existsSync(join(project, '.mutate/lock'))).toBe(false)
  })
})

describe('a project that keeps nothing', () => {
  // Root may write everywhere, so a file stands where the folder should be.
  it('is judged all the same, with a note', async () => {
    const project = copyFixture('shop')
    writeFileSync(join(project, '.mutate'), '')
    const { code, stdout } = await mutate(project, ['src/money.ts', '--reporters', 'text'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/warning: this run is not kept and cannot be taken up when it is stopped, because \.mutate cannot be written: \w+/)
    expect(stdout).toMatch(/Score \d/)
  })

  it.skipIf(process.getuid?.() === 0)('may be read-only', async () => {
    const project = copyFixture('shop')
    mkdirSync(join(project, '.mutate'))
    chmodSync(join(project, '.mutate'), 0o500)
    expect(await mutate(project, ['src/money.ts', '--reporters', 'text'])).toMatchObject({ code: 0 })
  })
})

describe('a source that changes while it is judged', () => {
  it('is named, because its verdicts are about the text before', async () => {
    const project = copyFixture('shop')
    const child = mutate(project, ['--reporters', 'text'])
    while (journaled(project).length < 3) await sleep(5)
    writeFileSync(join(project, 'src/money.ts'), `${readFileSync(join(project, 'src/money.ts'), 'utf8')}// more\n`)
    const { stdout } = await child
    expect(unwrapped(stdout)).toContain('warning: src/money.ts was changed while it was judged; its verdicts are about the text before that')
  })
})
