import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyFixture, mutate } from './helpers.js'

/** Seconds of a row of the table. */
function secondsOf(text: string, name: string): number {
  const seconds = new RegExp(`^  ${name} +([\\d.]+) s`, 'm').exec(text)?.[1]
  if (seconds === undefined) throw new Error(`no row ${name} in:\n${text}`)
  return Number(seconds)
}

it('--profile says where the time went, and its rows add up to the whole run', async () => {
  const project = copyFixture('shop')
  const { code, stdout, stderr } = await mutate(project, ['--profile', '--json', '--reporters', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toHaveProperty('schemaVersion')
  const whole = secondsOf(stderr, 'whole run')
  expect(secondsOf(stderr, 'sum') / whole).toBeGreaterThan(0.95)
  expect(secondsOf(stderr, 'sum') / whole).toBeLessThan(1.05)
  for (const name of ['start-up', 'worker start', 'dry run', 'baseline', 'hot', 'checkpoint', 'waiting', 'parsing']) {
    expect(secondsOf(stderr, name), name).toBeGreaterThanOrEqual(0)
  }
  expect(stderr.split('Where the time went')[1]!.split('\n').filter((line) => line.length > 60 && !line.includes(project))).toEqual([])
})

it('--profile writes a trace with the work of each worker, none of which overlaps', async () => {
  const project = copyFixture('static')
  expect((await mutate(project, ['--profile', '--concurrency', '2'])).code).toBe(0)
  const { traceEvents } = JSON.parse(readFileSync(join(project, 'reports/mutation/trace.json'), 'utf8')) as {
    traceEvents: { name: string; ph: string; tid: number; ts: number; dur: number; args?: { detail?: string } }[]
  }
  const complete = traceEvents.filter(({ ph }) => ph === 'X')
  expect(new Set(complete.map(({ tid }) => tid))).toEqual(new Set([0, 1, 2]))
  expect(complete.filter(({ name }) => name === 'hot' || name === 'cold').length).toBeGreaterThan(20)
  for (const worker of [1, 2]) {
    const own = complete.filter(({ tid }) => tid === worker).sort((a, b) => a.ts - b.ts)
    const overlapping = own.filter(({ ts }, index) => index > 0 && own[index - 1]!.ts + own[index - 1]!.dur > ts + 1)
    expect(overlapping).toEqual([])
  }
  expect(complete.find(({ name }) => name === 'parsing')?.args?.detail).toMatch(/^src\//)
})
