/** Tests that write at a fixed place, or listen at a fixed port, would disturb themselves in a second worker. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutate, temporaryFolder, writeProject } from './helpers.js'

it('a test file that writes at a fixed place is never in two workers at the same time', async () => {
  const log = join(temporaryFolder(), 'log')
  writeFileSync(log, '')
  const project = writeProject({
    'src/price.js': 'export const gross = (net) => net > 100 ? net * 2 : net + 1\nexport const net = (gross) => gross < 100 ? gross / 2 : gross - 1\n',
    'test/price.test.js': `import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gross, net } from '../src/price.js'
const tell = (what) => { appendFileSync(${JSON.stringify(log)}, what + ' ' + process.pid + '\\n') }
beforeAll(() => { tell('begin') })
afterAll(() => { tell('end') })
test('counts', async () => {
  await setTimeout(100)
  expect([gross(1), net(200)]).toEqual([2, 199])
})
`,
  })
  const { code, stderr } = await mutate(project, ['--fresh', '--concurrency', '2', '--reporters', 'json', '--no-type-check'])
  expect(code, stderr).toBe(0)
  const open = new Set<string>()
  const most = readFileSync(log, 'utf8').trim().split('\n').map((line) => {
    const [what, pid] = line.split(' ')
    if (what === 'begin') open.add(pid!)
    else open.delete(pid!)
    return open.size
  })
  expect(most.length).toBeGreaterThan(20)
  expect(Math.max(...most)).toBe(1)
})
