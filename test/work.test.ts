/**
 * Guards what a run costs without a clock: how much work a fixture takes with one worker, which is the same every time, and
 * what share instrumentation adds to the running time of plain code, as a ratio of two times measured in turn.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { createGenerator } from '../src/mutants/generator.js'
import { instrument } from '../src/instrument/instrument.js'
import { createRealmGlobal } from '../src/instrument/realm-global.js'
import { copyFixture, mutate } from './helpers.js'

/** Share by which the work may grow before the test fails. Less work is fine: then lower the figures here. */
const MAY_GROW = 0.15

/** What each fixture takes. `fresh` counts workers for one mutant, `hot`, `warm` and `cold` runs of a mutant in one test file. */
const WORK = {
  shop: { 'worker start': 3, hot: 185, warm: 0, cold: 0, fresh: 0, checkpoint: 6 },
  stateful: { 'worker start': 3, hot: 62, warm: 0, cold: 0, fresh: 17, checkpoint: 5 },
  static: { 'worker start': 4, hot: 41, warm: 0, cold: 65, fresh: 0, checkpoint: 10 },
}

describe('the work that judging takes', () => {
  it.each(Object.entries(WORK))('has not grown on %s', async (name, allowed) => {
    const project = copyFixture(name)
    const { code } = await mutate(project, ['--concurrency', '1', '--profile', '--reporters', 'json'])
    expect(code).toBe(0)
    const { traceEvents } = JSON.parse(readFileSync(join(project, 'reports/mutation/trace.json'), 'utf8')) as {
      traceEvents: { name: string; ph: string }[]
    }
    const count = (kind: string) => traceEvents.filter((event) => event.ph === 'X' && event.name === kind).length
    const grown = Object.entries(allowed).filter(([kind, most]) => count(kind) > Math.ceil(most * (1 + MAY_GROW)))
    expect(grown.map(([kind, most]) => `${kind}: ${count(kind)} instead of ${most}`)).toEqual([])
    expect(count('hot') + count('cold') + count('fresh')).toBeGreaterThan(0)
  })
})

describe('code with all its mutants asleep', () => {
  /** Arithmetic, conditions, calls and strings in loops: nothing but what instrumentation slows down. */
  const TEXT = `
    function isPrime(n) {
      if (n < 2) return false
      for (let i = 2; i * i <= n; i++) if (n % i === 0) return false
      return true
    }
    function words(count) {
      let text = ''
      for (let i = 0; i < count; i++) text += i % 3 === 0 && i % 5 === 0 ? 'fizzbuzz' : String(i)
      return text.length
    }
    function work() {
      let sum = 0
      for (let n = 0; n < 20000; n++) if (isPrime(n)) sum += n
      return sum + words(2000)
    }
    return work`
  /** Times as long as plain code in the worst case, which this is. It was 1.5 when this was written. */
  const MOST = 2.5

  it('takes no more than a known multiple of the time of plain code', () => {
    const file = createGenerator(['default'])('src/a.js', `function all() {${TEXT}}`)
    if ('error' in file) throw new Error(file.error.message)
    expect(file.sites.length).toBeGreaterThan(15)
    const realm = createRealmGlobal()
    vi.stubGlobal('__mut', realm)
    const plain = (runInThisContext(`(${file.text})`) as () => () => number)()
    const instrumented = (runInThisContext(`(${instrument(file, 0).code.replace(/^__mut\.r\(.*?\);/, '')})`) as () => () => number)()
    expect(instrumented()).toBe(plain())
    const best = { plain: Infinity, instrumented: Infinity }
    for (let round = 0; round < 60; round++) {
      best.plain = Math.min(best.plain, cpuOf(plain))
      best.instrumented = Math.min(best.instrumented, cpuOf(instrumented))
      realm.b = 1 << 30
    }
    vi.unstubAllGlobals()
    expect(best.instrumented / best.plain).toBeLessThan(MOST)
  })
})

/** Microseconds of processor time that a call takes. */
function cpuOf(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
