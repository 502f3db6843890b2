import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type ParsedArguments, parseArguments } from './arguments.js'
import { resolveOptions, type ResolvedOptions } from './resolve.js'

const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutate-resolve-')))
afterAll(() => rmSync(home, { recursive: true, force: true }))

let count = 0

function project(config: object, files: readonly string[] = []): string {
  const root = path.join(home, String(count++))
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), '')
  }
  mkdirSync(root, { recursive: true })
  writeFileSync(path.join(root, 'mutate.config.json'), JSON.stringify(config))
  return root
}

function resolve(cwd: string, ...argv: string[]): Promise<ResolvedOptions> {
  return resolveOptions(parseArguments(argv) as unknown as ParsedArguments, cwd)
}

describe('options', () => {
  test('have defaults', async () => {
    const root = project({})
    expect(await resolve(root)).toEqual({
      root,
      ids: [],
      names: [],
      paths: [],
      exclude: [],
      plainRuns: 2,
      operators: ['default'],
      coverage: [],
      concurrency: availableParallelism(),
      reporters: ['text', 'json', 'html'],
      out: path.join(root, 'reports/mutation'),
      json: false,
      all: false,
      diff: false,
      suppressed: false,
      suppress: true,
      types: false,
      typeCheck: true,
      rules: ['all'],
      overrides: [],
      customOperators: [],
      customRules: [],
      minify: false,
      fresh: false,
      force: false,
      dryRuns: 1,
      shareWorkers: true,
      ignoreTests: [],
      projects: [],
      profile: false,
      run: false,
      args: false,
      shards: 0,
      reports: [],
    })
  })

  test('come from the config file before the defaults, and from flags before both', async () => {
    const root = project({ minScore: 70, minCovered: 71, operators: ['all', '-Regex'], reporters: ['html'], concurrency: 3, suppress: false })
    expect(await resolve(root, '--min-score', '80', '--operators', 'EqualityOperator')).toMatchObject({
      minScore: 80, minCovered: 71, operators: ['EqualityOperator'], reporters: ['html'], concurrency: 3, suppress: false,
    })
  })

  test('that are lists replace and never merge', async () => {
    const root = project({ paths: ['a.ts'] }, ['a.ts', 'b.ts'])
    expect((await resolve(root)).paths).toEqual([{ pattern: 'a.ts' }])
    expect((await resolve(root, 'b.ts')).paths).toEqual([{ pattern: 'b.ts' }])
  })

  test('start paths of flags at the working directory and paths of the config at the root', async () => {
    const root = project({ out: 'here', coverage: ['cov.json'], paths: ['src/a.ts'] }, ['cov.json', 'src/a.ts', 'src/deep/cov.json'])
    const cwd = path.join(root, 'src/deep')
    expect(await resolve(cwd, '--root', '../..')).toMatchObject({
      root, out: path.join(root, 'here'), coverage: [path.join(root, 'cov.json')], paths: [{ pattern: 'src/a.ts' }],
    })
    expect(await resolve(cwd, '--root', root, '--out', 'there', '--coverage', 'cov.json')).toMatchObject({
      out: path.join(cwd, 'there'), coverage: [path.join(cwd, 'cov.json')],
    })
  })

  test('turn a share of the cores into workers, one at least', async () => {
    const root = project({ concurrency: '0.1%' })
    expect((await resolve(root)).concurrency).toBe(1)
    expect((await resolve(root, '--concurrency', '100%')).concurrency).toBe(availableParallelism())
    expect((await resolve(root, '--concurrency', '7')).concurrency).toBe(7)
  })

  test('that only leave operators out leave them out of the default level', async () => {
    expect((await resolve(project({}), '--operators', '-Regex,-Regex')).operators).toEqual(['default', '-Regex'])
  })

  test('know the project by its real path', async () => {
    const root = project({})
    const link = `${root}-link`
    symlinkSync(root, link)
    expect((await resolve(home, '--root', link)).root).toBe(root)
  })

  test('take the time limit of the config, but not for a part of the mutants', async () => {
    const root = project({ budget: '5m' })
    expect((await resolve(root)).budget).toBe(300_000)
    expect((await resolve(root, '--budget', '90s')).budget).toBe(90_000)
    expect((await resolve(root, '--shard', '1/2')).budget).toBeUndefined()
    await expect(resolve(project({ budget: 90 }))).rejects.toThrow('"budget" must be a time such as 90s, 5m or 1h, not 90')
  })

  test('name what is not there', async () => {
    const root = project({ coverage: ['gone.json'] }, ['file'])
    await expect(resolve(root)).rejects.toThrow(`coverage not found: ${root}/gone.json`)
    await expect(resolve(root, '--coverage', 'nope')).rejects.toThrow(`coverage not found: ${root}/nope`)
    await expect(resolve(root, '--root', 'nope')).rejects.toThrow(`--root: there is no folder ${root}/nope`)
    await expect(resolve(root, '--root', 'file')).rejects.toThrow(`--root must be a folder, but ${root}/file is a file`)
    await expect(resolve(project({}, ['file']), '--out', 'file')).rejects.toThrow('is a file; choose another with --out')
  })
})
