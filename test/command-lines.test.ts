import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { initialise } from '../src/init/init.js'
import { flagName, optionList } from '../src/options/table.js'
import { complaintAbout, inMarkdown, inShell, inYaml } from './command-lines.js'
import { writeProject } from './helpers.js'

const repository = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(`${repository}${path}`, 'utf8')
const documents = ['README.md', 'CHANGELOG.md', ...readdirSync(`${repository}docs`).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
const ciFiles = readdirSync(`${repository}docs/ci`).map((name) => `docs/ci/${name}`)

/** There `--` mostly counts down. */
const FULL_OF_CODE = ['docs/operators.md', 'docs/survivors.md']

const wrong = (lines: readonly string[][]): string[] =>
  lines.flatMap((argv) => {
    const complaint = complaintAbout(argv)
    return complaint === undefined ? [] : [`mutate ${argv.join(' ')}: ${complaint}`]
  })

describe('the command lines that the documents show', () => {
  it.each(documents)('are understood: %s', (path) => {
    expect(wrong(inMarkdown(read(path)))).toEqual([])
  })

  it('are found where they stand', () => {
    expect(inMarkdown(read('README.md'))).toEqual(expect.arrayContaining([
      ['--root', 'fixtures/shop'], ['src/cart.ts'], ['list', '--diff'], ['--since', 'origin/main', '--min-score', '80'],
    ]))
    expect(inMarkdown(read('docs/ci.md')).length).toBeGreaterThanOrEqual(7)
  })

  it('name no flag that does not exist', () => {
    const known = new Set([...optionList.map(flagName), '--help', '--version'])
    const named = documents.filter((path) => !FULL_OF_CODE.includes(path)).flatMap((path) =>
      [...read(path).matchAll(/`[^`\n]*`/gu)].flatMap(([code]) => [...code.matchAll(/(?<![\w-])--[a-z][\w-]*/gu)].map(([flag]) => `${path}: ${flag}`)))
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((entry) => !known.has(entry.split(': ')[1]!))).toEqual([])
  })
})

describe('the command lines that CI is told to run', () => {
  it.each(ciFiles)('are understood: %s', (path) => {
    const lines = inYaml(read(path))
    expect(lines.length).toBeGreaterThanOrEqual(2)
    expect(wrong(lines)).toEqual([])
  })

  it('are understood as mutate init prints them', () => {
    for (const files of [{}, { '.github/workflows/ci.yml': '' }, { '.gitlab-ci.yml': '' }]) {
      const lines = inShell(initialise(writeProject(files)).map((line) => line.replace(/^\s*(?:-\s*)?(?:run: )?/u, '')).join('\n'))
      expect(lines.length).toBeGreaterThanOrEqual(1)
      expect(wrong(lines)).toEqual([])
    }
  })
})

describe('the search for command lines', () => {
  it.each([
    ['npx mutate --min-scor 80', 'unknown option --min-scor; did you mean --min-score?'],
    ['npm ci && npx mutate merge shards --shard 1/4', '--shard belongs to mutate run, not to mutate merge'],
    ['CI=1 mutate --reporters jsn', '--reporters knows '],
    ['mutate afected --since main  # all', 'there is no command afected'],
    ['sh -c "npx mutate --shards 4"', '--shards belongs to mutate plan, not to mutate run'],
  ])('sees what is wrong with %s', (line, complaint) => {
    const [argv, ...others] = inShell(line)
    expect(others).toEqual([])
    expect(complaintAbout(argv!)).toContain(complaint)
  })

  it('reads lists, texts of several lines and comments of YAML', () => {
    const text = '# In the end: mutate merge all\na:\n  - npx mutate --all\n  - |\n    npm ci\n    mutate list\nb: ["mutate", "show", "x"]\nc: ["sh", "-c", "mutate init"]\n'
    expect(inYaml(text)).toEqual([['--all'], ['list'], ['show', 'x'], ['init'], ['merge', 'all']])
  })
})
