import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate, run, temporaryFolder } from './helpers.js'

/** The id of the first mutant with this status. */
function idOf(report: MutationTestResult, status: string): string {
  const found = Object.values(report.files).flatMap((file) => file.mutants).find((mutant) => mutant.status === status)
  if (!found) throw new Error(`no mutant is ${status}`)
  return found.id
}

describe('mutate show', () => {
  it('shows what the last run found out about a mutant, by the beginning of its id', async () => {
    const project = copyFixture('shop')
    const { report } = await run(project)
    const killed = idOf(report, 'Killed')
    const survived = idOf(report, 'Survived')

    const first = await mutate(project, ['show', killed.slice(0, 8)])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(new RegExp(`^src/[a-z]+\\.ts:\\d+:\\d+ {2}\\w+ {2}${killed}`))
    expect(first.stdout).toMatch(/\n- \d+ .*\n\+ {3,}/)
    expect(first.stdout).toMatch(/Killed: the tests noticed the change\.\nThe changed code ran .* Without the change the same tests pass\. Judged in a worker/)
    expect(first.stdout).toMatch(/\n {2}test\/\w+\.test\.ts {2}.+\n {2}expected /)
    expect(first.stdout).toContain(`mutate verify ${killed}`)

    const second = await mutate(project, ['show', survived.toUpperCase()])
    expect(second.stdout).toContain('Survived: tests reached the change, and none noticed it.')
    expect(second.stdout).toMatch(/\d+ tests? ran to the end, and none failed/)
    expect(second.stdout).toMatch(/[Rr]un with the change(?:, in this order)? \(\d+ tests?\):\n {2}test\//)

    const json = JSON.parse((await mutate(project, ['show', killed, '--json'])).stdout) as Record<string, unknown>
    expect(json).toMatchObject({
      mutant: { id: killed },
      status: 'Killed',
      sourceChanged: false,
      diff: expect.stringContaining('+++ b/src/'),
      receipt: { control: 'passed', failure: { kind: 'assertion', test: { file: expect.stringMatching(/^test\//) } } },
    })

    writeFileSync(join(project, 'src/cart.ts'), `// moved\n${readFileSync(join(project, 'src/cart.ts'), 'utf8')}`)
    const { stdout } = await mutate(project, ['show', killed])
    expect(stdout).toContain('src/cart.ts was changed since the run')
    expect(stdout).toContain(`mutate verify ${killed}`)

    expect(await mutate(project, ['show', 'zzz'])).toMatchObject({
      code: 2, stderr: expect.stringMatching(/^mutate: no mutant of the last run has an id that begins with "zzz"/),
    })
    expect(await mutate(project, ['show', ''])).toMatchObject({
      code: 2, stderr: expect.stringMatching(/^mutate: \d+ mutants have an id that begins with ""/),
    })
  })

  it('says that no run is kept, and that it wants one id', async () => {
    const project = temporaryFolder()
    expect(await mutate(project, ['show', 'abc'])).toMatchObject({ code: 2, stderr: `mutate: no run is kept in ${project}; run mutate first, or name a report with --report\n` })
    const wanted = 'mutate: mutate show takes the id of one mutant, as the reports show it\n'
    expect(await mutate(project, ['show'])).toMatchObject({ code: 2, stderr: wanted })
    expect(await mutate(project, ['show', 'a', 'b'])).toMatchObject({ code: 2, stderr: wanted })
  })

  it('shows a mutant of a report, as far as that holds it, where no run is kept', async () => {
    const project = copyFixture('shop')
    const { report } = await run(project, ['src/money.ts', 'src/cart.ts'])
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'all.json'), JSON.stringify(report))
    const shown = (id: string, ...args: string[]) => mutate(folder, ['show', id, '--report', 'all.json', ...args])

    const killed = idOf(report, 'Killed')
    const first = await shown(killed.slice(0, 8))
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(new RegExp(`^src/[a-z]+\\.ts:\\d+:\\d+ {2}\\w+ {2}${killed}`))
    expect(first.stdout).toMatch(/\n- \d+ .*\n\+ {3,}/)
    expect(first.stdout).toMatch(/Killed: the tests noticed the change\.\n.*expected [^]*\nNoticed by \(1 test\):\n {2}test\/\w+\.test\.ts {2}\w/)
    expect(first.stdout).toMatch(/\nReached by \(\d+ tests?\):\n {2}test\//)
    expect(first.stdout).not.toContain('mutate verify')

    const survived = await shown(idOf(report, 'Survived'))
    expect(survived.stdout).toMatch(/none noticed it\.\nThe changed code ran .*none failed\./)

    const json = JSON.parse((await shown(killed, '--json')).stdout) as Record<string, unknown>
    expect(json).toMatchObject({
      mutant: { id: killed }, status: 'Killed', sourceChanged: false, diff: expect.stringContaining('+++ b/src/'),
      killedBy: [{ file: expect.stringMatching(/^test\//) }], receipt: { durationMs: expect.any(Number) }, runner: { name: 'Vitest' },
    })
    expect(await shown('zzz')).toMatchObject({
      code: 2, stderr: expect.stringMatching(/^mutate: no mutant of all\.json has an id that begins with "zzz"/),
    })
    expect(await mutate(folder, ['show', killed, '--report', 'none.json'])).toMatchObject({
      code: 2, stderr: expect.stringContaining('none.json cannot be read as a report: there is no such file'),
    })
  })

  it('needs no Vitest', async () => {
    const project = copyFixture('shop')
    const { report } = await run(project, ['src/money.ts'])
    rmSync(join(project, 'node_modules'))
    expect(await mutate(project, ['show', idOf(report, 'Killed')])).toMatchObject({ code: 0 })
  })
})
