import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../model/errors.js'
import { createReporters, REPORTER_NAMES } from './index.js'
import { cartResult, fakeContext } from './test-kit.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutate-reporters-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('createReporters', () => {
  it('knows each reporter by its name', async () => {
    const reporters = await createReporters(REPORTER_NAMES, fakeContext({ out: folder }))
    expect(reporters.map((reporter) => reporter.name).sort()).toEqual(['progress', ...REPORTER_NAMES].sort())
  })

  it('adds annotations by itself on GitHub Actions, ahead of the text report', async () => {
    const reporters = await createReporters(['text'], fakeContext({ env: { GITHUB_ACTIONS: 'true' } }))
    expect(reporters.map((reporter) => reporter.name)).toEqual(['progress', 'github', 'text'])
  })

  it('names the nearest reporter for an unknown name', async () => {
    await expect(createReporters(['text', 'jsn'], fakeContext())).rejects.toThrow(
      /^there is no reporter "jsn"; did you mean "json"\? \(known: text, /,
    )
    await expect(createReporters(['toString'], fakeContext())).rejects.toBeInstanceOf(UserError)
  })

  it('leaves standard output to the JSON report when that is asked for', async () => {
    const context = fakeContext({ out: join(folder, 'out'), json: true })
    const reporters = await createReporters(['text', 'json'], context)
    for (const reporter of reporters) await reporter.onFinish?.(cartResult())
    expect(context.stdout.output()).toBe('')
    expect(await readdir(join(folder, 'out'))).toEqual(['mutation.json'])
  })

  it('makes the report folder only when a report is written, and leaves no temporary file', async () => {
    const out = join(folder, 'reports', 'mutation')
    const reporters = await createReporters(['json', 'html'], fakeContext({ out }))
    expect(await readdir(folder)).toEqual([])
    for (const reporter of reporters) await reporter.onFinish?.(cartResult())
    expect((await readdir(out)).sort()).toEqual(expect.arrayContaining(['mutants.html', 'mutation.json']))
    expect((await readdir(out)).filter((name) => name.includes('tmp'))).toEqual([])
    expect(await readFile(join(out, 'mutation.json'), 'utf8')).toMatch(/^\{"schemaVersion":"2"/)
  })

  it('refuses a report folder that is a file, before anything runs', async () => {
    const out = join(folder, 'file')
    await writeFile(out, '')
    await expect(createReporters(['json'], fakeContext({ out }))).rejects.toThrow(/cannot be written to .*--out/)
    await expect(createReporters(['json'], fakeContext({ out: join(out, 'x') }))).rejects.toBeInstanceOf(UserError)
  })

  it('says what to do when the folder stops being writable', async () => {
    const out = join(folder, 'late')
    const reporters = await createReporters(['json'], fakeContext({ out }))
    await writeFile(out, '')
    await expect(reporters[1]?.onFinish?.(cartResult())).rejects.toThrow(/name another one with --out/)
  })
})
