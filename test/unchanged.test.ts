import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutate, pathOfLog, run, temporaryFolder, verdictTable, writeProject } from './helpers.js'

/** A project whose tests leave a trace outside of it each time they run, and what they do beside. */
function project(beside = ''): { folder: string; runs: () => number } {
  const trace = pathOfLog()
  const folder = writeProject({
    'data.txt': '1',
    'src/sum.js': 'export const sum = (a, b) => a + b\n',
    'src/sum.test.js': [
      `import { appendFileSync, readFileSync } from 'node:fs'`,
      `import { createServer, connect } from 'node:net'`,
      `import { execFileSync } from 'node:child_process'`,
      `import { expect, it } from 'vitest'`,
      `import { sum } from './sum.js'`,
      `it('adds', async () => {`,
      `  appendFileSync(${JSON.stringify(trace)}, '.')`,
      `  expect(sum(1, Number(readFileSync('data.txt', 'utf8')))).toBeGreaterThan(1)`,
      `  ${beside}`,
      `})`,
    ].join('\n'),
  })
  return { folder, runs: () => existsSync(trace) ? readFileSync(trace, 'utf8').length : 0 }
}

it('a project that did not change is answered without running a test, with the same verdicts; --force runs it', async () => {
  const { folder, runs } = project()
  const first = await run(folder)
  const before = runs()
  expect(before).toBeGreaterThan(0)
  const second = await run(folder)
  expect(runs()).toBe(before)
  expect(verdictTable(second.report)).toBe(verdictTable(first.report))
  expect(verdictTable(second.report)).toMatch(/Killed/)
  expect((await mutate(folder)).stdout).toContain('nothing changed since the last run: no test was run')
  // Neither how many workers there are nor what is printed says anything about verdicts.
  expect((await mutate(folder, ['--concurrency', '1', '--all'])).stdout).toContain('nothing changed since the last run: no test was run')
  const forced = await run(folder, ['--force'])
  expect(runs()).toBeGreaterThan(before)
  expect(verdictTable(forced.report)).toBe(verdictTable(first.report))
})

it('a changed source, a changed file that tests read, and other options are judged again', async () => {
  const { folder, runs } = project()
  await run(folder)
  const changes = [
    () => { writeFileSync(join(folder, 'data.txt'), '2') },
    () => { writeFileSync(join(folder, 'src/sum.js'), 'export const sum = (a, b) => b + a\n') },
    () => { writeFileSync(join(folder, 'vitest.config.js'), 'export default { test: { retry: 1 } }\n') },
  ]
  for (const change of changes) {
    const before = runs()
    change()
    await run(folder)
    expect(runs(), String(change)).toBeGreaterThan(before)
  }
  const before = runs()
  await run(folder, ['--operators', 'all'])
  expect(runs()).toBeGreaterThan(before)
})

it('a copy in another folder is answered from the copied .mutate', async () => {
  const { folder, runs } = project()
  const { report } = await run(folder)
  const before = runs()
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true })
  expect(verdictTable((await run(copy)).report)).toBe(verdictTable(report))
  expect(runs()).toBe(before)
  expect(readFileSync(join(folder, '.mutate/answer.json'), 'utf8')).not.toContain(folder)
})

it('how an earlier run went is not told again with its result', async () => {
  const { folder } = project()
  await run(folder)
  writeFileSync(join(folder, 'src/sum.js'), 'export const sum = (a, b) => b + a\n')
  expect((await mutate(folder)).stdout).toContain('may depend on what changed and were judged again')
  const { stdout } = await mutate(folder)
  expect(stdout).toContain('nothing changed since the last run')
  expect(stdout).not.toContain('judged again (')
})

it('what was found out with another version of Node is found out again', async () => {
  const { folder, runs } = project()
  await run(folder)
  const read = (name: string) => JSON.parse(readFileSync(join(folder, '.mutate', name), 'utf8')) as { of: unknown }
  const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
  const [answer, trials] = [read('answer.json'), read('trials.json')]
  expect(answer.of).toBe(hashOf(trials.of))
  // As if the run before had been one of another Node.
  const { settings, files } = trials.of as { settings: string; files: unknown }
  expect(settings).toContain(process.version)
  const older = { settings: settings.replace(process.version, 'v18.20.0'), files }
  writeFileSync(join(folder, '.mutate/trials.json'), JSON.stringify({ ...trials, of: older }))
  writeFileSync(join(folder, '.mutate/answer.json'), JSON.stringify({ ...answer, of: hashOf(older) }))
  const before = runs()
  const { stdout } = await mutate(folder)
  expect(runs()).toBeGreaterThan(before)
  expect(stdout.replace(/\s+/g, ' ')).toContain('everything is judged again')
})

it('tests that ask a server of their own rest on the project alone', async () => {
  const { folder, runs } = project(`await new Promise((done) => { const server = createServer().listen(0, () => connect(server.address().port).on('connect', function () { this.destroy(); server.close(done) })) })`)
  await run(folder)
  const before = runs()
  await run(folder)
  expect(runs()).toBe(before)
})

it.each([
  ['connections', `await new Promise((done) => { connect(9, '127.0.0.1').on('error', done) })`],
  ['child processes', `execFileSync(process.execPath, ['--version'])`],
  ['files outside of the project', `expect(readFileSync('/etc/passwd', 'utf8')).not.toBe('')`],
])('tests with %s rest on more than the project, and are always judged again', async (_, beside) => {
  const { folder, runs } = project(beside)
  await run(folder)
  const before = runs()
  await run(folder)
  expect(runs()).toBeGreaterThan(before)
})
