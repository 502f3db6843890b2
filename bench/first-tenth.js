#!/usr/bin/env node
/**
 * How well a tenth of the test files can tell what all take: draws tenths at random from the trace of a finished run
 * (`mutate --profile`), and extrapolates what the first visits to their files took, by number and by size.
 */
import { readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { median } from './lib/numbers.js'

const DRAWS = 1000
/** A guess is taken to be good when it is wrong by no more than this factor. */
const GOOD = 1.25

const [project] = process.argv.slice(2)
if (!project || project.startsWith('-')) {
  console.log('node bench/first-tenth.js <project with reports/mutation/trace.json>')
  process.exit(project ? 0 : 2)
}
const root = resolve(project)
const { first, all } = visits(JSON.parse(readFileSync(join(root, 'reports/mutation/trace.json'), 'utf8')))
const files = [...first].map(([path, ms]) => ({ ms, bytes: bytesOf(join(root, path)) }))
const total = files.reduce((sum, { ms }) => sum + ms, 0)
console.log(`${basename(root)}: ${files.length} test files; first visits are ${percent(total / all)} of what workers did, the longest ${percent(Math.max(...first.values()) / total)} of those`)
for (const [by, weight] of [['number', () => 1], ['size', ({ bytes }) => bytes]]) {
  const whole = files.reduce((sum, file) => sum + weight(file), 0)
  const factors = Array.from({ length: DRAWS }, () => {
    const drawn = files.map((file) => ({ file, at: Math.random() })).sort((a, b) => a.at - b.at).slice(0, Math.max(1, files.length / 10)).map(({ file }) => file)
    const guess = drawn.reduce((sum, { ms }) => sum + ms, 0) / drawn.reduce((sum, file) => sum + weight(file), 0) * whole
    return Math.max(guess / total, total / guess)
  })
  console.log(`by ${by}: within 25 % in ${percent(factors.filter((factor) => factor <= GOOD).length / DRAWS)} of draws, wrong by ${median(factors).toFixed(1)} times at the median`)
}

/** What each file took from the start of its first worker to its end, and what all took, in microseconds. */
function visits({ traceEvents }) {
  const spans = traceEvents.filter(({ ph, tid }) => ph === 'X' && tid > 0).sort((a, b) => a.ts - b.ts)
  const first = new Map()
  const open = new Map()
  for (const { name, tid, dur, args } of spans) {
    if (name === 'fresh') continue
    open.set(tid, (open.get(tid) ?? 0) + dur)
    if (name !== 'worker end') continue
    if (!first.has(args.detail)) first.set(args.detail, open.get(tid))
    open.set(tid, 0)
  }
  return { first, all: spans.reduce((sum, { dur }) => sum + dur, 0) }
}

function bytesOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 2048
}

function percent(share) {
  return `${Math.round(100 * share)} %`
}
