/** What is left behind, and what is said, when processes are killed and files vanish. Linux only where it looks for processes. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, copyFixture, mutate, temporaryFolder, writeProject } from './helpers.js'

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

async function until(is: () => boolean, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(50)) if (is()) return true
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
      child.kill('SIGTERM')
    }
    await ended
    await until(() => processesWith(token).length === 0, 5000)
    expect(processesWith(token)).toEqual([])
  }, 180_000)
})

describe('a source that vanishes while it is judged', () => {
  it('is named, and the rest is reported', async () => {
    const project = copyFixture('shop')
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
