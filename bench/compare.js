#!/usr/bin/env node
/**
 * Times one plain test run, one whole mutation run and, when asked, the same of other tools: in turn, several rounds.
 * Prints medians with their range, the median of the ratios within each round, memory, and the floor that no run of these
 * mutants gets below.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { applied, mutantsOf } from './lib/mutants.js'
import { median, seconds } from './lib/numbers.js'
import { installPeers, runFallow, runStryker } from './lib/peers.js'
import { copyWithPackages, runMutate, runSuite } from './lib/project.js'

const HELP = `node bench/compare.js [project…] [options] [-- arguments of mutate]
  --rounds <n>     runs of each tool (default 3)
  --peers          also run StrykerJS and fallow, in a copy of the project that they are installed into
  --peer-rounds <n>  runs of each of those (default 1)
  --level <name>   operators of mutate (\`--operators\`); with stryker and --peers verdicts are compared
  --verdicts       compare verdicts with StrykerJS one by one, at whatever level
  --project <name> only these projects of the Vitest config, for the plain run and mutate; may repeat
  --output <file>  write all measurements as JSON
Without a project: the fixture shop.`

const all = process.argv.slice(2)
const cut = all.indexOf('--')
const { values, positionals } = parseArgs({
  args: cut === -1 ? all : all.slice(0, cut),
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    peers: { type: 'boolean', default: false },
    'peer-rounds': { type: 'string', default: '1' },
    level: { type: 'string' },
    verdicts: { type: 'boolean', default: false },
    project: { type: 'string', multiple: true, default: [] },
    output: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const chosen = values.project.flatMap((name) => ['--project', name])
const level = values.level === undefined ? [] : ['--operators', values.level]
const comparing = values.verdicts || (values.peers && values.level === 'stryker')
const mutateArgs = [...chosen, ...level, ...cut === -1 ? [] : all.slice(cut + 1)]
const workers = availableParallelism()
const projects = positionals.length > 0 ? positionals : [fileURLToPath(new URL('../fixtures/shop', import.meta.url))]

const measured = []
for (const project of projects) {
  try {
    measured.push(await measure(resolve(project)))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  if (values.output) writeFileSync(values.output, JSON.stringify(measured, undefined, 2))
}
for (const { project, rows } of measured) {
  console.log(`\n${project}, ${workers} workers, Node ${process.version}`)
  console.table(rows)
}

/** All measurements of one project. */
async function measure(root) {
  const peers = values.peers ? copyWithPackages(root) : undefined
  try {
    if (peers) installPeers(peers)
    const runs = { vitest: [], mutate: [], stryker: [], fallow: [] }
    for (let round = 1; round <= Number(values.rounds); round++) {
      runs.vitest.push(suiteFigures(await runSuite(root, { args: chosen }), root))
      // What earlier runs found out would save this one its work.
      rmSync(join(root, '.mutate'), { recursive: true, force: true })
      runs.mutate.push(mutateFigures(await runMutate(root, ['--profile', ...mutateArgs])))
      if (peers && round <= Number(values['peer-rounds'])) {
        runs.stryker.push(strykerFigures(await runStryker(peers, workers)))
        rmSync(join(peers, '.fallow'), { recursive: true, force: true })
        runs.fallow.push(fallowFigures(await runFallow(peers, workers)))
      }
      console.error(`${basename(root)} ${round}/${values.rounds}: ${Object.entries(runs)
        .filter(([, list]) => list.length > 0).map(([tool, list]) => `${tool} ${seconds(list.at(-1).ms)} s`).join(', ')}`)
    }
    const verdicts = comparing ? compareVerdicts(runs) : undefined
    const rows = Object.entries(runs).filter(([, list]) => list.length > 0).map(([tool, list]) => summary(tool, list, runs))
    for (const list of Object.values(runs)) for (const run of list) delete run.report
    return { project: basename(root), workers, node: process.version, args: mutateArgs, rows, verdicts, runs }
  } finally {
    if (peers) rmSync(peers, { recursive: true, force: true })
  }
}

function suiteFigures({ code, ms, treeMb, tail }, root) {
  if (code !== 0) throw new Error(`the plain suite of ${root} fails:\n${tail}`)
  return { ms, treeMb }
}

function mutateFigures({ code, ms, peakMb, treeMb, report, tail }) {
  if (code !== 0) throw new Error(`mutate ended with exit code ${code}:\n${tail.slice(-2000)}`)
  const floorMs = Number(/^ {2}floor +([\d.]+) s/m.exec(tail)?.[1] ?? NaN) * 1000
  return { ms, peakMb, treeMb, floorMs, report, counts: countStatuses(mutantsOf(report).map(({ status }) => status)) }
}

function strykerFigures({ ms, treeMb, code, report, tail }) {
  if (!report) return { ms, treeMb, failed: lastLine(tail) || `exit code ${code}` }
  return { ms, treeMb, report, counts: countStatuses(mutantsOf(report).map(({ status }) => status)) }
}

function fallowFigures({ ms, treeMb, code, report, tail }) {
  if (!report?.summary) return { ms, treeMb, failed: lastLine(tail) || `exit code ${code}` }
  const { total, killed, survived, timeout, no_coverage: NoCoverage } = report.summary.counts
  return { ms, treeMb, counts: { total, Killed: killed, Survived: survived, Timeout: timeout, NoCoverage } }
}

function lastLine(text) {
  return text.trim().split('\n').filter((line) => /error|fail|refus|requires/i.test(line)).at(-1)?.slice(0, 120)
}

function countStatuses(statuses) {
  const counts = { total: statuses.length }
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function summary(tool, list, { vitest, mutate }) {
  const times = list.map(({ ms }) => ms)
  const last = list.at(-1)
  const middle = median(times)
  const counts = last.counts ?? {}
  const judged = (counts.total ?? 0) - (counts.Ignored ?? 0) - (counts.Pending ?? 0)
  return {
    tool,
    seconds: seconds(middle),
    range: `${seconds(Math.min(...times))}–${seconds(Math.max(...times))}`,
    ...(tool !== 'vitest' && { 'times vitest': inPairs(list, vitest) }),
    ...(tool !== 'vitest' && tool !== 'mutate' && { 'times mutate': inPairs(list, mutate) }),
    ...(last.floorMs !== undefined && { 'times floor': (middle / median(list.map(({ floorMs }) => floorMs))).toFixed(2) }),
    ...(judged > 0 && {
      mutants: judged, 'per second': (judged / middle * 1000).toFixed(1),
      detected: (counts.Killed ?? 0) + (counts.Timeout ?? 0), survived: counts.Survived ?? 0, uncovered: counts.NoCoverage ?? 0,
    }),
    'MB in all': Math.round(Math.max(...list.map(({ treeMb = NaN }) => treeMb))),
    ...(last.peakMb !== undefined && { 'MB main': Math.round(Math.max(...list.map(({ peakMb }) => peakMb))) }),
    ...(last.failed && { failed: last.failed }),
  }
}

/** The median of what each run takes beside the other tool's run of the same round, with the range where there are several. */
function inPairs(list, others) {
  const ratios = list.map(({ ms }, round) => ms / others[round].ms)
  const range = ratios.length > 1 ? ` (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})` : ''
  return `${median(ratios).toFixed(2)}${range}`
}

/** Where both tools have the same mutant, whether they say the same of it. */
function compareVerdicts({ mutate, stryker }) {
  const ours = mutate.at(-1)?.report
  const theirs = stryker.at(-1)?.report
  if (!ours || !theirs) return undefined
  const detected = { Killed: true, Timeout: true, Survived: false, NoCoverage: false }
  const known = new Map(mutantsOf(theirs).map((mutant) => [`${mutant.file}\0${applied(mutant)}`, mutant]))
  let same = 0
  const differing = []
  let alone = 0
  for (const mutant of mutantsOf(ours)) {
    const twin = known.get(`${mutant.file}\0${applied(mutant)}`)
    if (!(mutant.status in detected) || !twin || !(twin.status in detected)) alone++
    else if (detected[mutant.status] === detected[twin.status]) same++
    else {
      const { line, column } = mutant.location.start
      differing.push(`${mutant.file}:${line}:${column} ${mutant.mutatorName}: mutate ${mutant.status}, StrykerJS ${twin.status}`)
      console.log(differing.at(-1))
    }
  }
  const both = same + differing.length
  const theirsAlone = [...known.values()].filter(({ status }) => status in detected).length - both
  console.log(`verdicts of the ${both} mutants that both judged: ${same} the same, ${differing.length} not; ${alone} of mutate only, ${theirsAlone} of StrykerJS only`)
  return { same, differing, alone, theirsAlone }
}
