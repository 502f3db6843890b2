/** Tests that write at a fixed place, or listen at a fixed port, would disturb themselves in a second worker. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutate, readReport, temporaryFolder, writeProject } from './helpers.js'

it('a test file that writes at a fixed place is never in two workers at the same time', async () => {
  const lock = JSON.stringify(join(temporaryFolder(), 'lock'))
  const project = writeProject({
    'src/price.js': 'export const gross = (net) => net > 100 ? net * 2 : net + 1\nexport const net = (gross) => gross < 100 ? gross / 2 : gross - 1\n',
    'test/price.test.js': `import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gross, net } from '../src/price.js'
beforeAll(() => { writeFileSync(${lock}, '', { flag: 'wx' }) })
afterAll(() => { rmSync(${lock}) })
test('counts', async () => {
  await setTimeout(100)
  expect([gross(1), net(200)]).toEqual([2, 199])
})
`,
  })
  const { code, stderr } = await mutate(project, ['--fresh', '--concurrency', '2', '--reporters', 'json', '--no-type-check'])
  expect(code, stderr).toBe(0)
  const mutants = Object.values(readReport(project).files).flatMap((file) => file.mutants)
  expect(mutants.filter(({ status }) => status === 'Survived').map(({ replacement }) => replacement)).toEqual(['false', 'net >= 100', 'net !== 100', 'false', 'gross <= 100'])
  expect(mutants.filter(({ statusReason }) => statusReason?.includes('EEXIST'))).toEqual([])
})
