import { describe, expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import { type ParsedArguments, parseArguments } from './arguments.js'

function parse(line: string): ParsedArguments {
  const request = parseArguments(line === '' ? [] : line.split(' '))
  if (request.type !== 'command') throw new Error(`${line} asks for ${request.type}`)
  return { command: request.command, flags: request.flags, paths: request.paths }
}

describe('a command line', () => {
  test.each<[string, ParsedArguments]>([
    ['', { command: 'run', flags: {}, paths: [] }],
    ['run', { command: 'run', flags: {}, paths: [] }],
    ['src/a.ts', { command: 'run', flags: {}, paths: ['src/a.ts'] }],
    ['list src --diff', { command: 'list', flags: { diff: true }, paths: ['src'] }],
    ['src run', { command: 'run', flags: {}, paths: ['src', 'run'] }],
    ['--operators a,b src', { command: 'run', flags: { operators: ['a', 'b'] }, paths: ['src'] }],
    ['--operators default -Regex src', { command: 'run', flags: { operators: ['default', '-Regex'] }, paths: ['src'] }],
    ['--operators -Regex', { command: 'run', flags: { operators: ['-Regex'] }, paths: [] }],
    ['--operators=all,-Regex a.ts', { command: 'run', flags: { operators: ['all', '-Regex'] }, paths: ['a.ts'] }],
    ['--operators A --operators B', { command: 'run', flags: { operators: ['A', 'B'] }, paths: [] }],
    ['--reporters json html lib', { command: 'run', flags: { reporters: ['json', 'html'] }, paths: ['lib'] }],
    ['--coverage a b src/c.ts', { command: 'run', flags: { coverage: ['a', 'b'] }, paths: ['src/c.ts'] }],
    ['--coverage a src/c.ts:3-4', { command: 'run', flags: { coverage: ['a'] }, paths: ['src/c.ts:3-4'] }],
    ['--coverage a --json', { command: 'run', flags: { coverage: ['a'], json: true }, paths: [] }],
    ['--budget 90s', { command: 'run', flags: { budget: '90s' }, paths: [] }],
    ['--concurrency 4', { command: 'run', flags: { concurrency: 4 }, paths: [] }],
    ['--concurrency=50%', { command: 'run', flags: { concurrency: '50%' }, paths: [] }],
    ['--min-score 79.5', { command: 'run', flags: { minScore: 79.5 }, paths: [] }],
    ['--min-score 80%', { command: 'run', flags: { minScore: 80 }, paths: [] }],
    ['--min-score 1 --min-score 2', { command: 'run', flags: { minScore: 2 }, paths: [] }],
    ['--min-covered 5 --max-survivors 0', { command: 'run', flags: { minCovered: 5, maxSurvivors: 0 }, paths: [] }],
    ['--no-suppress', { command: 'run', flags: { suppress: false }, paths: [] }],
    ['--root a --out b --config c', { command: 'run', flags: { root: 'a', out: 'b', configFile: 'c' }, paths: [] }],
    ['show 1f0c', { command: 'show', flags: {}, paths: ['1f0c'] }],
    ['verify 1f0c 2a', { command: 'verify', flags: {}, paths: ['1f0c', '2a'] }],
    ['verify --sample 9 --seed 7', { command: 'verify', flags: { sample: 9, seed: 7 }, paths: [] }],
    ['verify --exclude a --exclude {b,c}* 1f', { command: 'verify', flags: { exclude: ['a', '{b,c}*'] }, paths: ['1f'] }],
    ['-- --odd', { command: 'run', flags: {}, paths: ['--odd'] }],
    ['--json -- --help --json', { command: 'run', flags: { json: true }, paths: ['--help', '--json'] }],
    ['a.ts --json b.ts', { command: 'run', flags: { json: true }, paths: ['a.ts', 'b.ts'] }],
  ])('%j', (line, expected) => {
    expect(parse(line)).toEqual(expected)
  })

  test('keeps a path with spaces and commas whole', () => {
    const request = parseArguments(['--out', 'my reports, new', 'src/a b.ts'])
    expect(request).toMatchObject({ flags: { out: 'my reports, new' }, paths: ['src/a b.ts'] })
  })

  test.each([
    [['--help'], { type: 'help', topic: undefined }],
    [['-h'], { type: 'help', topic: undefined }],
    [['help'], { type: 'help', topic: undefined }],
    [['help', 'list'], { type: 'help', topic: 'list' }],
    [['list', '--help'], { type: 'help', topic: 'list' }],
    [['run', '--operatrs', '--help'], { type: 'help', topic: 'run' }],
    [['--version'], { type: 'version' }],
    [['-V'], { type: 'version' }],
  ])('%j asks for no command', (argv, expected) => {
    expect(parseArguments(argv)).toEqual(expected)
  })
})

describe('a wrong command line', () => {
  test.each([
    ['--operatrs x', 'unknown option --operatrs; did you mean --operators?'],
    ['--reporter=json', 'unknown option --reporter; did you mean --reporters?'],
    ['--frobnicate', 'unknown option --frobnicate; see mutate run --help'],
    ['list --frobnicate', 'unknown option --frobnicate; see mutate list --help'],
    ['-x', 'unknown option -x; see mutate run --help'],
    ['list --min-score 3', '--min-score belongs to mutate run and mutate merge, not to mutate list'],
    ['--sample 3', '--sample belongs to mutate verify, not to mutate run'],
    ['verify --sample -1', '--sample must be a whole number, 0 or more, not -1'],
    ['verify --exclude', '--exclude needs a value: --exclude <glob>'],
    ['show --diff', '--diff belongs to mutate list, not to mutate show'],
    ['--diff', '--diff belongs to mutate list, not to mutate run'],
    ['--json=yes', '--json takes no value'],
    ['--out', '--out needs a value: --out <dir>'],
    ['--out --json', '--out needs a value: --out <dir>'],
    ['--operators', '--operators needs a value: --operators <names>'],
    ['--operators ,', '--operators needs a value'],
    ['--coverage --json', '--coverage needs a value: --coverage <path…>'],
    ['--min-score eighty', '--min-score must be a number from 0 to 100, not "eighty"'],
    ['--min-score 101', '--min-score must be a number from 0 to 100, not 101'],
    ['--min-score -1', '--min-score must be a number from 0 to 100, not -1'],
    ['--min-score NaN', '--min-score must be a number from 0 to 100, not "NaN"'],
    ['--min-score 0x10', '--min-score must be a number from 0 to 100, not "0x10"'],
    ['--min-score=', '--min-score must be a number from 0 to 100, not ""'],
    ['--max-survivors 1.5', '--max-survivors must be a whole number, 0 or more, not 1.5'],
    ['--concurrency 0', '--concurrency must be a whole number from 1, or a percentage of the cores such as "50%", not 0'],
    ['--concurrency 0%', 'not "0%"'],
    ['--concurrency 2.5', 'not 2.5'],
    ['--concurrency many', 'not "many"'],
    ['--reporters jsn', '--reporters knows text, json, html, sarif, github, gitlab, junit, markdown, badge, not "jsn"; did you mean "json"?'],
    ['--reporters xml', '--reporters knows text, json, html, sarif, github, gitlab, junit, markdown, badge, not "xml"'],
    ['--root=', '--root must be a path, not ""'],
  ])('%j is answered with one sentence', (line, message) => {
    expect(() => parse(line)).toThrow(UserError)
    expect(() => parse(line)).toThrow(message)
  })

  test('never leaves a flag of the contract that does not work yet unnoticed', () => {
    for (const flag of ['--matrix']) {
      expect(() => parse(`${flag} x`)).toThrow(`unknown option ${flag}`)
    }
  })
})
