#!/usr/bin/env node
/**
 * Judges a project once, and shows at each tenth of the run the time left that was guessed then, divided by the time that was
 * really left: by the clock, and by the processor time of the run, which others on the machine do not disturb.
 */
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mutate } from '../dist/index.js'
import { createTimeLeft } from '../dist/reporters/time-left.js'
import { seconds } from './lib/numbers.js'
import { treeCpuMs } from './lib/tree.js'

const HELP = `node bench/time-left.js <project> [paths…] [options]
  --ignore-tests <name>    as of mutate; may repeat
  --vitest-config <file>   as of mutate
  --concurrency <n>        as of mutate
  --again                  judges twice, and shows the second run, which knows how long the first one took`

/** Milliseconds between two looks at the processor time. */
const INTERVAL = 250

const { values, positionals: [project, ...paths] } = parseArgs({
  allowPositionals: true,
  options: {
    'ignore-tests': { type: 'string', multiple: true }, 'vitest-config': { type: 'string' }, concurrency: { type: 'string' },
    again: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
  },
})
if (values.help || !project) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

// What earlier runs found out would save this one its work.
rmSync(join(resolve(project), '.mutate'), { recursive: true, force: true })
if (values.again) await record(resolve(project))
const { events, cpu } = await record(resolve(project))
const shares = Array.from({ length: 9 }, (_, index) => (index + 1) / 10)
const byClock = replay(events, shares)
const { name, ms } = { name: basename(resolve(project)), ms: byClock.ms }
console.log(`${name}, ${seconds(ms)} s, ${availableParallelism()} cores, Node ${process.version}`)
const rows = { clock: byClock.guesses }
// What the run before took is known by the clock alone.
if (!Number.isNaN(cpu[0].ms) && !values.again) rows.processor = replay(byProcessor(events, cpu), shares).guesses
console.table(Object.fromEntries(Object.entries(rows).map(([row, guesses]) =>
  [row, Object.fromEntries(guesses.map((guess, index) => [`${index + 1}0 %`, guess]))])))

/** The events of a run up to its last verdict, each with when it came; and the processor time now and then. */
async function record(root) {
  const all = []
  const looks = []
  const look = () => { looks.push({ at: performance.now(), ms: treeCpuMs(process.pid) }) }
  const timer = setInterval(look, INTERVAL)
  look()
  await mutate({
    root,
    force: true,
    ...(paths.length > 0 && { paths }),
    ...(values['ignore-tests'] && { ignoreTests: values['ignore-tests'] }),
    ...(values['vitest-config'] && { vitestConfig: values['vitest-config'] }),
    ...(values.concurrency && { concurrency: Number(values.concurrency) }),
    onEvent: (event) => { all.push({ at: performance.now(), event }) },
  })
  clearInterval(timer)
  look()
  const last = all.findLastIndex(({ event }) => event.type === 'verdict')
  return { events: [{ at: looks[0].at, event: { type: 'phase', phase: 'starting' } }, ...all.slice(0, last + 1)], cpu: looks }
}

/** What was guessed after these shares of the run, by what was left. */
function replay(told, after) {
  const [begin, end] = [told[0].at, told.at(-1).at]
  let now = begin
  const left = createTimeLeft(() => now)
  let next = 0
  const guesses = after.map((share) => {
    const at = begin + share * (end - begin)
    for (; told[next].at <= at; next++) {
      now = told[next].at
      left.take(told[next].event)
    }
    now = at
    const guess = left.guess()
    return guess === undefined ? 'none' : (guess / (end - at)).toFixed(2)
  })
  return { ms: end - begin, guesses }
}

/** The same events by a clock that stands still when the run has no processor. */
function byProcessor(told, looks) {
  const begin = looks[0].at
  const timeOf = (at) => {
    const index = Math.max(1, looks.findIndex((look) => look.at >= at))
    const [before, after] = [looks[index - 1], looks[index]]
    return before.ms + (after.ms - before.ms) * (at - before.at) / (after.at - before.at)
  }
  return told.map(({ at, event }) => {
    // What waits is told in milliseconds of workers, of which several run at the same time.
    const pace = timeOf(at) / Math.max(1, at - begin)
    if (event.type === 'span') return { at: timeOf(at), event: { ...event, from: timeOf(event.from), to: timeOf(event.to) } }
    if (event.waiting) {
      const { trialsMs, openMs } = event.waiting
      return { at: timeOf(at), event: { ...event, waiting: { ...event.waiting, trialsMs: trialsMs * pace, openMs: openMs * pace } } }
    }
    return { at: timeOf(at), event }
  })
}
