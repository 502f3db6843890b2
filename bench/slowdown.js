#!/usr/bin/env node
/**
 * How much slower a suite is when all mutants are in the code and asleep: two copies of a project, one with instrumented
 * sources on its disk, run by plain Vitest in turn. No part of mutate runs but the code it puts in.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createGenerator } from '../dist/mutants/generator.js'
import { instrument } from '../dist/instrument/instrument.js'
import { median, seconds } from './lib/numbers.js'
import { copyProject, MUTATE, runSuite } from './lib/project.js'
import { runNode } from './lib/process.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '5' },
    exclude: { type: 'string', multiple: true, default: [] },
    operators: { type: 'string', default: 'default' },
  },
})
if (positionals.length === 0) {
  console.log('node bench/slowdown.js <project…> [--pairs <n>] [--exclude <test glob>] [--operators <names>]')
  process.exit(2)
}

const preload = `--import=${new URL('./lib/asleep.js', import.meta.url).href}`
const rows = []
for (const project of positionals) rows.push(await measure(resolve(project)))
console.table(rows)

async function measure(root) {
  const plain = await copyProject(root)
  const asleep = await copyProject(root)
  try {
    const mutants = await instrumentAll(root, asleep)
    const times = { plain: [], asleep: [] }
    for (let pair = 1; pair <= Number(values.pairs); pair++) {
      times.plain.push(await timeSuite(plain))
      times.asleep.push(await timeSuite(asleep))
      console.error(`${basename(root)} ${pair}/${values.pairs}`)
    }
    const [wall, asleepWall] = [times.plain, times.asleep].map((list) => median(list.map((run) => run.wall)))
    const [tests, asleepTests] = [times.plain, times.asleep].map((list) => median(list.map((run) => run.tests)))
    return {
      project: basename(root),
      mutants,
      'suite s': seconds(wall),
      'asleep s': seconds(asleepWall),
      'suite x': (asleepWall / wall).toFixed(2),
      'tests ms': tests.toFixed(0),
      'asleep ms': asleepTests.toFixed(0),
      'tests x': (asleepTests / tests).toFixed(2),
    }
  } finally {
    await Promise.all([plain, asleep].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

/** Writes instrumented sources into a copy; returns how many mutants are in them. */
async function instrumentAll(root, copy) {
  const operators = values.operators.split(',')
  const list = await runNode([MUTATE, 'list', '--root', root, '--json', '--operators', values.operators])
  const generate = createGenerator(operators)
  let first = 0
  let mutants = 0
  for (const path of Object.keys(JSON.parse(list.stdout).files)) {
    const file = generate(path, readFileSync(join(root, path), 'utf8'))
    if ('error' in file || file.mutants.length === 0) continue
    writeFileSync(join(copy, path), instrument(file, first).code)
    first += file.sites.length
    mutants += file.mutants.length
  }
  return mutants
}

/** Milliseconds of a plain run: the whole process, and the tests alone. */
async function timeSuite(folder) {
  const results = join(folder, 'results.json')
  const args = ['--reporter=json', `--outputFile=${results}`, ...values.exclude.flatMap((glob) => ['--exclude', glob])]
  const run = await runSuite(folder, { args, env: { NODE_OPTIONS: preload } })
  if (run.code !== 0) throw new Error(`the suite fails in ${folder}:\n${run.tail.slice(-3000)}`)
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const tests = testResults.flatMap((file) => file.assertionResults).reduce((sum, { duration }) => sum + (duration ?? 0), 0)
  return { wall: run.ms, tests }
}
