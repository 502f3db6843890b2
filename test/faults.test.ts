/** What is left behind, and what is said, when processes are killed and files vanish. Linux only where it looks for processes. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, temporaryFolder, writeProject } from './helpers.js'

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
