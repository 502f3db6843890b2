/** What is left behind, and what is said, when processes are killed, files vanish and disks are full. Linux only where it looks for processes. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, copyFixture, mutate, pathOfLog, readReport, run, temporaryFolder, verdictTable, writeProject } from './helpers.js'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))

/** A mutant of `isReady` makes its test loop for ever, where no budget is counted; then a file says so. */
function endless(marker: string): Record<string, string> {
  return {
    'vitest.config.js': 'export default { test: { testTimeout: 600_000 } }\n',
    'src/ready.js': 'export function isReady() {\n  return true\n}\n',
    'test/ready.test.js': `import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isReady } from '../src/ready.js'
it('is ready', () => {
  const ready = isReady()
  if (!ready) writeFileSync(${JSON.stringify(marker)}, String(process.pid))
  while (!ready) {}
  expect(ready).toBe(true)
})
`,
  }
}

/** Living processes that were started with this value in their environment. */
function processesWith(token: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const living = readFileSync(`/proc/${name}/cmdline`, 'latin1') !== ''
      return living && readFileSync(`/proc/${name}/environ`, 'latin1').includes(token) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

/** @param every milliseconds between two looks */
async function until(is: () => boolean, ms: number, every = 50): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(every)) if (is()) return true
  return is()
}

describe.skipIf(process.platform !== 'linux')('a worker in an endless loop', () => {
  it.each(['SIGKILL', 'SIGTERM twice'])('is gone five seconds after the main process got %s', async (signal) => {
    const marker = join(temporaryFolder(), 'looping')
    const token = `MUTATE_FAULTS=${marker}`
    const env = { ...cleanEnvironment(), MUTATE_FAULTS: marker }
    const child = spawn(process.execPath, [bin, '--reporters', 'json'], { cwd: writeProject(endless(marker)), env, stdio: 'ignore' })
    onTestFinished(() => { child.kill('SIGKILL') })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    expect(await until(() => existsSync(marker), 120_000)).toBe(true)
    if (signal === 'SIGKILL') child.kill('SIGKILL')
    else {
      child.kill('SIGTERM')
      await sleep(400)
      child.kill('SIGTERM')
    }
    await ended
    await until(() => processesWith(token).length === 0, 5000)
    expect(processesWith(token)).toEqual([])
  }, 180_000)
})

/** The processes that another one has started. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter((child) => child !== '').map(Number)
}

describe.skipIf(process.platform !== 'linux')('all workers of a run, killed together several times while mutants are judged', () => {
  it('change no verdict', async () => {
    const project = copyFixture('shop')
    const env = { ...cleanEnvironment() }
    const child = spawn(process.execPath, [bin, '--reporters', 'json', '--concurrency', '1'], { cwd: project, env, stdio: 'ignore' })
    onTestFinished(() => { child.kill('SIGKILL') })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const journal = join(project, '.mutate/journal')
    const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length : 0)
    const isWorker = (pid: number) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('vitest')
      } catch {
        return false
      }
    }
    let killed = 0
    // Verdicts come by the batch, when its control has passed.
    const workers = () => (child.exitCode === null ? childrenOf(child.pid!).filter(isWorker) : [])
    let enough = 5
    for (let round = 0; round < 3; round++) {
      await until(() => (lines() > enough && workers().length > 0) || child.exitCode !== null, 120_000)
      for (const worker of workers()) if (process.kill(worker, 'SIGKILL')) killed++
      // A new one gets as far as verdicts before it is killed as well.
      enough = lines() + 5
    }
    expect(await ended).toBe(0)
    expect(killed).toBeGreaterThan(1)
    const report = readReport(project)
    expect(verdictTable(report)).toBe(verdictTable((await run(project, ['--force'])).report))
  }, 180_000)
})

describe.skipIf(process.platform !== 'linux')('a check of verdicts', () => {
  /** Runs it until the suite runs in its copies, and then ends it as told. */
  async function stopped(end: (child: ReturnType<typeof spawn>) => void) {
    const project = writeProject({
      'src/less.js': 'export const less = (a, b) => a < b\n',
      'test/less.test.js': `import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { less } from '../src/less.js'
it('compares', { timeout: 600_000 }, async () => {
  expect(less(1, 2)).toBe(true)
  if (!process.cwd().includes('mutate-oracle-') || process.env.MUTATE_FAULTS === undefined) return
  writeFileSync(process.env.MUTATE_FAULTS, '')
  for (;;) {}
})
`,
    })
    await run(project)
    // A Vitest that is ended leaves something of its own behind.
    const folder = temporaryFolder()
    const marker = join(temporaryFolder(), 'running')
    const env = { ...cleanEnvironment(), TMPDIR: folder }
    const child = spawn(process.execPath, [bin, 'verify'], { cwd: project, env: { ...env, MUTATE_FAULTS: marker }, stdio: 'ignore' })
    onTestFinished(() => { child.kill('SIGKILL') })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    expect(await until(() => existsSync(marker), 120_000)).toBe(true)
    end(child)
    await ended
    const orphans = () => processesWith(`MUTATE_FAULTS=${marker}`)
    await until(() => orphans().length === 0, 5000)
    expect(orphans()).toEqual([])
    return { project, env, code: child.exitCode, left: () => readdirSync(folder).filter((name) => name.startsWith('mutate-')) }
  }

  it.each([
    ['is asked to end', 143, (child) => { child.kill('SIGTERM') }],
    ['is asked twice', 130, (child) => { child.kill('SIGINT'); setTimeout(() => child.kill('SIGINT'), 400) }],
  ] satisfies [string, number, (child: ReturnType<typeof spawn>) => void][])('that %s leaves nothing behind, with exit code %i', async (_how, expected, end) => {
    const { code, left } = await stopped(end)
    expect([code, left()]).toEqual([expected, []])
  }, 180_000)

  it('that is killed leaves copies, which the next one removes', async () => {
    const { project, env, left } = await stopped((child) => { child.kill('SIGKILL') })
    expect(left()).not.toEqual([])
    const next = spawnSync(process.execPath, [bin, 'verify', '--sample', '1'], { cwd: project, env, encoding: 'utf8' })
    expect(next.stdout).toContain('(100.00 %)')
    expect(left()).toEqual([])
  }, 180_000)
})

describe.skipIf(process.platform !== 'linux')('the only worker of a run, killed while a test runs in it', () => {
  it('in its dry run or in a batch changes no verdict and no file, is replaced, and leaves no process', async () => {
    const started = pathOfLog()
    // Slow tests, each telling the process it runs in: so there is time to kill the worker between two mutants.
    const files = {
      'vitest.config.js': 'export default { test: { maxWorkers: 1 } }\n',
      'src/price.js': 'export function price(net, rate) {\n  const tax = net * rate\n  return net + tax\n}\n'
        + 'export function isFree(net) {\n  return net <= 0\n}\n',
      'test/price.test.js': `import { appendFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isFree, price } from '../src/price.js'
const soon = () => new Promise((resolve) => { setTimeout(resolve, 60) })
it('adds the tax', async () => {
  appendFileSync(${JSON.stringify(started)}, process.pid + '\\n')
  await soon()
  expect(price(100, 0.2)).toBe(120)
})
it('is free', async () => {
  appendFileSync(${JSON.stringify(started)}, process.pid + '\\n')
  await soon()
  expect(isFree(0)).toBe(true)
  expect(isFree(1)).toBe(false)
})
`,
    }
    const project = writeProject(files)
    const args = ['--force', '--concurrency', '1', '--reporters', 'json']
    expect((await mutate(project, args)).code).toBe(0)
    const expected = verdictTable(readReport(project))
    // Of the whole run; the beginning is without mutants.
    const runs = readFileSync(started, 'utf8').split('\n').length - 1
    // In the dry run, and in a batch.
    for (const many of [1, Math.ceil(0.7 * runs)]) {
      rmSync(started)
      const child = spawn(process.execPath, [bin, ...args], {
        cwd: project, env: { ...cleanEnvironment(), MUTATE_FAULTS: started }, stdio: ['ignore', 'ignore', 'pipe'],
      })
      onTestFinished(() => { child.kill('SIGKILL') })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      const pids = (): number[] => existsSync(started) ? readFileSync(started, 'utf8').trim().split('\n').map(Number) : []
      expect(await until(() => pids().length >= many, 60_000, 2)).toBe(true)
      const worker = pids().at(-1)!
      expect(worker).not.toBe(child.pid)
      process.kill(worker, 'SIGKILL')
      expect(await ended).toBe(0)
      expect(new Set(pids()).size, 'another worker took over').toBeGreaterThan(new Set(pids().slice(0, many)).size)
      expect(verdictTable(readReport(project))).toBe(expected)
      for (const [path, text] of Object.entries(files)) expect(readFileSync(join(project, path), 'utf8')).toBe(text)
      await until(() => processesWith(`MUTATE_FAULTS=${started}`).length === 0, 5000)
      expect(processesWith(`MUTATE_FAULTS=${started}`)).toEqual([])
    }
  }, 240_000)
})

it('a mutant that would delete the project deletes nothing of it', async () => {
  const project = writeProject({
    'src/cache.js': `import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const folder = join(process.cwd(), '.cache')
export function put(key) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, key), '')
}
export const clear = () => rmSync(folder, { recursive: true, force: true })
`,
    'test/cache.test.js': `import { existsSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { clear, put } from '../src/cache.js'
afterAll(() => clear())
it('puts', () => {
  put('a')
  expect(existsSync('.cache/a')).toBe(true)
})
`,
    'notes.txt': 'mine',
  })
  const { report } = await run(project)
  expect(readFileSync(join(project, 'notes.txt'), 'utf8')).toBe('mine')
  const [empty] = Object.values(report.files).flatMap(({ mutants }) => mutants).filter(({ mutatorName, replacement }) => mutatorName === 'StringLiteral' && replacement === "''")
  expect(empty?.status).toBe('Killed')
})

describe('a source that vanishes while it is judged', () => {
  it('is named, and the rest is reported', async () => {
    const project = copyFixture('shop')
    // The run goes on for so long that it is still there when the source is gone.
    writeFileSync(join(project, 'test/slow.test.ts'), "import { test } from 'vitest'\ntest('waits', () => new Promise((resolve) => { setTimeout(resolve, 4000) }))\n")
    const child = mutate(project, ['--reporters', 'text'])
    const journal = join(project, '.mutate/journal')
    await until(() => existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 4, 120_000)
    rmSync(join(project, 'src/money.ts'))
    const { code, stdout, stderr } = await child
    expect(code, stderr).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('warning: src/money.ts was deleted while it was judged')
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})

/** Puts a disk of a few kilobytes at a folder; says whether that is allowed here. */
function smallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', folder]).status === 0
  if (mounted) onTestFinished(() => { spawnSync('umount', ['-l', folder]) })
  return mounted
}

describe('a full disk', () => {
  it('under what is kept is said, and the run goes on', async ({ skip }) => {
    const project = copyFixture('shop')
    if (!smallDisk(join(project, '.mutate'))) skip('nothing may be mounted here')
    const { code, stdout, stderr } = await mutate(project, ['src/money.ts', '--reporters', 'text'])
    expect(code, stderr).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/warning: .*ENOSPC/)
    expect(stdout).toMatch(/Score \d/)
  })

  it('under the report is an error, and leaves no half of one', async ({ skip }) => {
    const project = copyFixture('shop')
    if (!smallDisk(join(project, 'reports'))) skip('nothing may be mounted here')
    const { code, stderr } = await mutate(project, ['src/money.ts', '--reporters', 'json,html'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^mutate: .*cannot be written.*ENOSPC/m)
    expect(stderr).not.toMatch(/^\s+at /m)
    const left = readdirSync(join(project, 'reports'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(left).toEqual([])
  })
})

/** Runs the command where no file may become larger than so many blocks of 512 bytes: to a program that is a full disk. */
function withSmallFiles(cwd: string, blocks: number, args: readonly string[]) {
  const script = `ulimit -f ${blocks}; exec "$@"`
  return spawnSync('sh', ['-c', script, 'sh', process.execPath, bin, ...args], { cwd, encoding: 'utf8', env: cleanEnvironment() })
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name)

describe.skipIf(process.platform === 'win32')('a disk that is full after eight kilobytes', () => {
  it('is said, leaves no half of anything, and the next run takes up what was written', async () => {
    const project = copyFixture('shop')
    const { status, stdout, stderr } = withSmallFiles(project, 16, ['src/money.ts', '--reporters', 'text,json'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/warning: the result is not kept, because \.mutate cannot be written: EFBIG/)
    expect(stdout).toMatch(/Score \d/)
    expect(stderr).toMatch(/^mutate: the report cannot be written to .*mutation\.json: EFBIG/m)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(status).toBe(2)
    expect(filesBelow(join(project, 'reports'))).toEqual([])
    expect(filesBelow(join(project, '.mutate')).filter((name) => /tmp|last-run/.test(name))).toEqual([])

    const { code, stdout: next } = await mutate(project, ['src/money.ts', '--reporters', 'text,json'])
    expect(code).toBe(0)
    expect(next.replaceAll(/\s+/g, ' ')).toMatch(/note: \d+ verdicts of an earlier run that was stopped are taken up/)
    expect(verdictTable(readReport(project))).toBe(verdictTable((await run(project, ['src/money.ts', '--force'])).report))
  }, 180_000)

  it.skipIf(!existsSync('/dev/full'))('is said where the output goes', () => {
    const { status, stderr } = spawnSync('sh', ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, bin, 'list', '--json'], {
      cwd: copyFixture('shop'), encoding: 'utf8', env: cleanEnvironment(),
    })
    expect([status, stderr]).toEqual([2, 'mutate: the output could not be written: ENOSPC: no space left on device, write\n'])
  })
})

describe('a report folder that cannot be written', () => {
  it('is an error that leaves no half of a report', async () => {
    const project = copyFixture('shop')
    mkdirSync(join(project, 'reports/mutation/mutation.json'), { recursive: true })
    const { code, stderr } = await mutate(project, ['src/money.ts', '--reporters', 'json'])
    expect(stderr).toMatch(/^mutate: the report cannot be written to .*mutation\.json: EISDIR/m)
    expect(code).toBe(2)
    expect(filesBelow(join(project, 'reports'))).toEqual([])
  })

  it.skipIf(process.getuid?.() === 0)('is found out before anything runs where it is read-only', async () => {
    const project = copyFixture('shop')
    mkdirSync(join(project, 'reports'))
    chmodSync(join(project, 'reports'), 0o500)
    const { code, stdout, stderr } = await mutate(project, ['src/money.ts'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^mutate: the report cannot be written to .*reports\/mutation: EACCES.*\n$/)
  })
})
