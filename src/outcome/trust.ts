/** Whether a run can be believed: what makes every verdict worthless, and what is said beside them. */
import { gist } from '../common/gist.js'
import { canFly } from '../engine/canary.js'
import type { Catalog } from '../engine/catalog.js'
import type { Judged } from '../engine/bench.js'
import type { Runner } from '../engine/runner.js'
import { ExitCode, UserError } from '../model/errors.js'
import type { Note } from '../model/result.js'
import { namesTest } from '../model/test.js'
import type { Sources } from '../mutants/sources.js'

/** @throws UserError when mutants do not reach the tests, or failures do not reach us: no verdict could be believed */
export function checkMechanism({ name, version }: Runner, { unproven: [failed] }: Judged, sources: Sources): void {
  const file = failed?.file
  if (!failed && !sources.allLost()) return
  const where = `${name} ${version}${file?.config === undefined ? '' : ` with ${file.config}`}`
  const project = file && file.project !== '' ? ` of project ${file.project}` : ''
  const happened = failed?.fate === 'restless'
    ? 'failed with a mutant that changes nothing' : 'that was made to fail was not reported as failed'
  throw new UserError(
    file
      ? `nothing can be judged with ${where}: a test in ${file.path}${project} ${happened} (in a ${failed.tier} worker); `
        + 'look for what catches or makes failures there, such as a `runner` or a plugin of the config'
      : `nothing can be judged with ${where}: a plugin of its config puts other texts in the place of those with mutants; `
        + 'look for one that caches or reads files itself',
    ExitCode.inconclusive)
}

/** Projects whose tests reach mutants and none of whose tests can be made to fail. */
export function notesOnCanaries({ files }: Judged): Note[] {
  const judged = new Set(files.filter(({ coverage }) => coverage.size > 0).map(({ file }) => file.project))
  const shown = new Set(files.filter(canFly).map(({ file }) => file.project))
  return [...judged].filter((project) => !shown.has(project)).sort().map((project) => ({
    level: 'info',
    text: `no test${project === '' ? '' : ` of project ${project}`} enters a function or loop of the sources, so no test could be made to fail to `
      + 'show that failures are noticed there; mutate verify --sample 20 checks the verdicts',
  }))
}

/** At most this many failing tests are named. */
const MOST_NAMED = 10

/**
 * Tests that fail without any mutant, as the error that ends the run.
 * @param ignoreTests patterns of tests to leave out: one that names none may be why a test still fails
 */
export function redBaseline({ red, files }: Judged, hint: string | undefined, ignoreTests: readonly string[] = []): UserError {
  const named = red.slice(0, MOST_NAMED).map(({ file, name, message }) =>
    `  ${file}${name === '' ? '' : ` > ${name}`}: ${gist(message)}`)
  const more = red.length > MOST_NAMED ? [`  and ${red.length - MOST_NAMED} more`] : []
  const count = red.length === 1 ? 'one test fails' : `${red.length} tests fail`
  const unmet = ignoreTests.filter((pattern) => testsNamed(pattern, files) === 0)
    .map((pattern) => `no test that ran is called ${pattern} (--ignore-tests takes whole names; * stands for any text)`)
  const flaky = red.some(({ name }) => name !== '') && ignoreTests.length === 0 ? ['--ignore-tests <name> leaves tests out that fail now and then'] : []
  return new UserError(
    [`${count} without any mutant, so nothing can be judged; make the suite pass first`, ...named, ...more, ...unmet, ...flaky, ...hint === undefined ? [] : [hint]].join('\n'),
    ExitCode.baselineRed)
}

/** Where the coverage given says that no test covers what a test reached now. */
export function contradictions(catalog: Catalog, judged: Judged): Note[] {
  const reached = [...catalog.uncovered].filter((mutant) =>
    judged.files.some(({ coverage }) => coverage.has(catalog.siteOf[mutant]!)))
  if (reached.length === 0) return []
  const files = [...new Set(reached.map((mutant) => catalog.mutants[mutant]!.file))].join(', ')
  return [{
    level: 'warning',
    text: `${reached.length} mutants count as not covered by the coverage given, but tests reach them now (${files}): collect it anew`,
  }]
}

/** A test that is left out without need looks like one that passes: each pattern is accounted for. */
export function notesOnIgnored(patterns: readonly string[], { files }: Judged): Note[] {
  return patterns.map((pattern) => {
    const named = testsNamed(pattern, files)
    return named === 0
      ? { level: 'warning', text: `no test is called ${pattern}, so nothing is left out by it` }
      : { level: 'info', text: `${named === 1 ? '1 test is' : `${named} tests are`} left out as ${pattern}` }
  })
}

function testsNamed(pattern: string, files: Judged['files']): number {
  return files.flatMap(({ file, dry }) => dry?.tests.filter(({ path }) => namesTest(pattern, file.path, path)) ?? []).length
}
