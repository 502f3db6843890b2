import { Chalk } from 'chalk'
import { describe, expect, it } from 'vitest'
import { cartResult, fakeContext, fakeStream, makeResult } from './test-kit.js'
import { stripAnsi, widthOf } from './terminal.js'
import { createTextReporter, textReport } from './text.js'

const plain = { chalk: new Chalk({ level: 0 }), columns: 80, terminal: true, all: true }

describe('the text report', () => {
  it('shows each survivor as a diff with the tests that overlooked it', () => {
    const text = textReport(cartResult(), plain, undefined)
    expect(text).toMatch(/^src\/cart\.ts:8:9 {2}EqualityOperator {2}[0-9a-f]{12} {2}in Cart\.total$/m)
    expect(text).toContain(
      [
        '  7  const all = sum(this.items)',
        '- 8  if (all > 100) {',
        '+    if (all >= 100) {',
        '  9    return all * 0.9',
        '  reached by 5 tests without being noticed:',
        '    test/cart.test.ts  Cart > gives a discount',
        '    test/cart.test.ts  Cart > adds up',
        '    test/cart.test.ts  Cart > is never negative',
        '    and 2 more',
        '  Add a test at the boundary: both sides of `all > 100` equal.',
      ].join('\n'),
    )
  })

  it('lists the mutants that no test reaches by file and line', () => {
    const text = textReport(cartResult(), plain, undefined)
    expect(text).toContain('1 mutant in code that no test reaches, by line:\nsrc/cart.ts     1  14\n')
  })

  it('gives the scores by file in a table, n/a where nothing is valid', () => {
    const text = textReport(cartResult(), plain, undefined)
    expect(text).toContain(
      [
        'file          score covered killed survived no test timeout other',
        'src/cart.ts   25.00   33.33      1        2       1       0     3',
        'src/sum.ts   100.00  100.00      0        0       0       1     0',
        'src/types.ts    n/a     n/a      0        0       0       0     0',
        'all files     40.00   50.00      1        2       1       1     3',
      ].join('\n'),
    )
    expect(text).not.toContain('NaN')
  })

  it('counts every status and ends with what to do next', () => {
    const lines = textReport(cartResult(), { ...plain, terminal: false }, 'reports/mutation/index.html').split('\n')
    expect(lines).toContain('Score 40.00 %, of covered code 50.00 %')
    expect(lines).toContain(
      '8 mutants: 1 killed, 2 survived, 1 not covered, 1 timed out, 1 runtime error, 1 ignored, 1 not run',
    )
    expect(lines).toContain('warning: test/size.test.ts reaches no source module; it is left out.')
    expect(lines.at(-1)).toBe(
      'Next: add a test that notices the change at src/cart.ts:8. See all in reports/mutation/index.html',
    )
  })

  it('ends with the commands that show the first survivor, judge it again, and verify it', () => {
    const result = cartResult()
    const id = result.mutants.find(({ operator }) => operator === 'EqualityOperator')!.id
    expect(textReport(result, { ...plain, terminal: false }, undefined).split('\n').slice(-4, -1)).toEqual([
      `Show the first one:  mutate show ${id}`,
      'Judge it again:      mutate src/cart.ts:8',
      `Verify it:           mutate verify ${id} (plain tests on a changed copy)`,
    ])
  })

  it.each([60, 80, 200])('stays within %i columns', (columns) => {
    const path = 'packages/a-long-package-name/src/features/checkout/components/cart/cart-total-calculation.ts'
    const source = `export const over = (limit: number) => ${'limit + '.repeat(60)}limit > 100\n`
    const result = makeResult({
      sources: { [path]: source },
      tests: [{ path: ['a suite '.repeat(20), 'a 表示 test '.repeat(20)], file: path.replace('.ts', '.test.ts') }],
      mutants: [{ at: 'limit > 100', to: 'limit >= 100', status: 'Survived', coveredBy: [0] }],
    })
    const lines = textReport(result, { ...plain, columns }, undefined).split('\n')
    // The line with the place and the closing sentence hold a path that must stay whole to be clicked.
    const free = lines.filter((line) => !line.includes(path))
    expect(Math.max(...free.map(widthOf))).toBeLessThanOrEqual(columns)
    expect(lines.some((line) => line.startsWith('+') && line.includes('>= 100'))).toBe(true)
  })

  it('says plainly that there are no survivors', () => {
    const result = makeResult({
      sources: { 'a.ts': 'export const a = 1 < 2\n' },
      tests: [{ path: ['a'] }],
      mutants: [{ at: '1 < 2', to: 'false', status: 'Killed', coveredBy: [0] }],
    })
    const text = textReport(result, plain, undefined)
    expect(text).toContain('No survivors: every mutant that a test reaches was noticed (1 of 1).')
    expect(text).toContain('Score 100.00 %')
  })

  it('does not call code that no test reaches well tested', () => {
    const result = makeResult({
      sources: { 'a.ts': 'export const a = 1 < 2\n' },
      mutants: [{ at: '1 < 2', to: 'false', status: 'NoCoverage' }],
    })
    const text = textReport(result, plain, undefined)
    expect(text).toContain('No survivors, but only because no test reaches any mutant.')
    expect(text).toContain('Score 0.00 %, of covered code n/a')
    expect(text).toContain('Next: write a test that reaches a.ts:1.')
  })

  it('has no score when there is no mutant', () => {
    const text = textReport(makeResult({ sources: {}, mutants: [] }), plain, undefined)
    expect(text).toContain('Nothing was judged, so there is no score.')
    expect(text).toContain('Score n/a, of covered code n/a')
    expect(text).not.toMatch(/NaN|Infinity|undefined/)
    expect(text).toContain('Next: name other files or lines: mutate list shows what can be mutated.')
  })

  it('asks for nothing when a change holds no mutant', () => {
    const text = textReport({ ...makeResult({ sources: {}, mutants: [] }), brought: { since: 'main', mutants: [] } }, plain, undefined)
    expect(text).toMatch(/\n\nNothing to do: the change since main holds nothing to mutate\.$/)
    expect(text).not.toContain('Next:')
  })

  it('never rounds a score up to 100', () => {
    const source = Array.from({ length: 20_001 }, (_, i) => `f(${i});\n`).join('')
    const result = makeResult({
      sources: { 'a.ts': source },
      tests: [{ path: ['a'] }],
      mutants: [{ at: 'f(0)', to: '', status: 'Survived', coveredBy: [0] }],
    })
    const killed = Array.from({ length: 20_000 }, (_, i) => ({ ...result.mutants[0], id: `k${i}` }))
    const many = {
      ...result,
      mutants: [...result.mutants, ...killed] as typeof result.mutants,
      verdicts: [
        ...result.verdicts,
        ...killed.map((mutant) => ({ ...result.verdicts[0], mutant: mutant.id, status: 'Killed' })),
      ] as typeof result.verdicts,
    }
    expect(textReport(many, plain, undefined)).toContain('Score 99.99 %')
  })

  it('shows the most useful survivors first', () => {
    const text = textReport(cartResult(), plain, undefined)
    expect(text.indexOf('src/cart.ts:8:9')).toBeLessThan(text.indexOf('src/cart.ts:20:12'))
  })

  it('can show one survivor of each line and count the others', () => {
    const result = makeResult({
      sources: { 'a.ts': 'export const f = (a: number, b: number) => a > 1 && b > 2\n' },
      tests: [{ path: ['a'] }],
      mutants: [
        { at: 'a > 1', to: 'a >= 1', status: 'Survived', coveredBy: [0] },
        { at: 'b > 2', to: 'b >= 2', status: 'Survived', coveredBy: [0] },
        { at: 'a > 1 && b > 2', to: 'a > 1', operator: 'LogicalOperator', status: 'Survived', coveredBy: [0] },
      ],
    })
    const short = textReport(result, { ...plain, all: false }, undefined)
    expect(short.match(/^a\.ts:1:/gm)).toHaveLength(1)
    expect(short).toContain('2 other changes to this line survived too')
    expect(short).toContain('\n2 more survivors on these lines; --all shows them\n')
    expect(textReport(result, plain, undefined).match(/^a\.ts:1:/gm)).toHaveLength(3)
  })

  it('shows of a large project what there is most to do with, and all when asked', () => {
    const names = Array.from({ length: 150 }, (_, index) => `f${index}`)
    const result = makeResult({
      sources: Object.fromEntries(names.map((name) => [`src/${name}.ts`, 'f = () => [1, 2]\n'])),
      tests: [{ path: ['a'] }],
      mutants: names.flatMap((name, index) => [
        { file: `src/${name}.ts`, scope: name, at: '[«1»', to: '2', status: 'Survived' as const, coveredBy: [0] },
        ...index === 149 ? [{ file: `src/${name}.ts`, scope: name, at: '«2»]', to: '3', status: 'Survived' as const, coveredBy: [0] }] : [],
        ...index < 30 ? [{ file: `src/${name}.ts`, scope: name, at: '«() =>»', to: '() => 1 +', status: 'NoCoverage' as const }] : [],
      ]),
    })
    const short = textReport(result, { ...plain, all: false }, undefined)
    expect(short.match(/^src\/f\d+\.ts:1:/gm)).toHaveLength(100)
    expect(short).toMatch(/\n(?:1 more survivor on these lines, )?5[01] more survivors in 50 other functions; --all shows them\n/)
    expect(short.match(/^src\/f\d+\.ts +1 {2}1$/gm)).toHaveLength(20)
    expect(short).toContain('\n10 more files with fewer of them; --all shows them\n')
    const table = short.slice(short.indexOf('\nfile '))
    expect(table.match(/^src\/f/gm)).toHaveLength(40)
    expect(table).toContain('src/f149.ts')
    expect(table).toContain('\n110 more files with less to do; --all shows them\nall files')
    const full = textReport(result, plain, undefined)
    expect(full.match(/^src\/f\d+\.ts:1:/gm)).toHaveLength(151)
    expect(full.match(/^src\/f\d+\.ts +1 {2}1$/gm)).toHaveLength(30)
    expect(full.slice(full.indexOf('\nfile ')).match(/^src\/f/gm)).toHaveLength(150)
    expect(full).not.toContain('--all')
  })

  it('names time-outs, what could not be judged, and what rules left out', () => {
    const text = textReport(cartResult(), plain, undefined)
    expect(text).toMatch(
      /1 mutant never came to an end \(counted as noticed\):\nsrc\/sum\.ts:3:31 {2}AssignmentOperator {2}\w+ {2}in sum\n {2}The loop budget ran out\./,
    )
    expect(text).toMatch(/1 mutant could not be judged \(outside the score\):\nsrc\/cart\.ts:4:21 .*\n {2}The worker died\./)
    expect(text).toContain('ignored by rule: log 1')
  })

  it('names the slowest mutants when they are slow', () => {
    const result = makeResult({
      sources: { 'a.ts': 'const a = 1 < 2\n' },
      tests: [{ path: ['a'] }],
      mutants: [{ at: '1 < 2', to: 'false', status: 'Killed', coveredBy: [0], durationMs: 2345 }],
    })
    expect(textReport(result, plain, undefined)).toMatch(/slowest mutants:\n2\.3 s {2}a\.ts:1:11 .*\n/)
    expect(textReport(cartResult(), plain, undefined)).not.toContain('slowest')
  })

  it('says when the run was stopped early', () => {
    expect(textReport({ ...cartResult(), interrupted: true }, plain, undefined)).toContain('The run was stopped before')
  })

  it('does not call a stopped run free of survivors, and gives no time for a dry run that has no end', () => {
    const result = makeResult({
      sources: { 'a.ts': 'export const a = 1 < 2 && 2 < 3\n' },
      tests: [{ path: ['a'] }],
      mutants: [{ at: '1 < 2', to: 'false', status: 'Killed', coveredBy: [0] }, { at: '2 < 3', to: 'false', status: 'Pending' }],
      interrupted: true,
    })
    const text = textReport({ ...result, timings: { total: 1500, dryRun: 0, judging: 1500 } }, plain, undefined)
    expect(text).toContain('No survivors so far: 1 mutant was noticed, and 1 not judged.')
    expect(text).toContain('\n1.5 s\n')
  })

  it('shows control characters and changes of direction as escapes', () => {
    const result = makeResult({
      sources: { 'a.ts': "export const a = '\u001b[2J\u202e' + 1\n" },
      tests: [{ path: ['evil \u001b[31m\r\n\u0007 name'] }],
      mutants: [{ at: '+ 1', to: '- 1\u009b2J', status: 'Survived', coveredBy: [0] }],
      notes: [{ level: 'info', text: 'note \u001b]0;title\u0007' }],
    })
    const text = textReport(result, plain, undefined)
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(text).toContain("'\\x1b[2J\\u202e' + 1")
    expect(text).toContain('evil \\x1b[31m\\x0d\\x0a\\x07 name')
  })

  it('cuts lines of a megabyte around the change', () => {
    const source = `const a = ${'1 + '.repeat(250_000)}x > y\n`
    const result = makeResult({
      sources: { 'a.ts': source },
      mutants: [{ at: 'x > y', to: 'x >= y', status: 'Survived' }],
    })
    const text = textReport(result, { ...plain, terminal: false }, undefined)
    expect(text.length).toBeLessThan(2000)
    expect(text).toContain('x >= y')
  })

  it('shortens the removal of a long block', () => {
    const body = Array.from({ length: 40 }, (_, i) => `  f(${i})\n`).join('')
    const result = makeResult({
      sources: { 'a.ts': `function a() {\n${body}}\n` },
      mutants: [{ at: `{\n${body}}`, to: '{}', status: 'Survived' }],
    })
    const lines = textReport(result, plain, undefined).split('\n')
    expect(lines.filter((line) => line.startsWith('-')).length).toBeLessThan(10)
    expect(lines).toContain('      … 36 more lines')
    expect(lines).toContain('+     function a() {}')
  })
})

describe('the text reporter', () => {
  const finish = async (env: NodeJS.ProcessEnv, columns?: number) => {
    const context = fakeContext({ env, stdout: fakeStream(columns) })
    await createTextReporter(context).onFinish?.(cartResult())
    return context.stdout.output()
  }

  it('colours a terminal, and not a pipe', async () => {
    const onTerminal = await finish({}, 200)
    const inPipe = await finish({})
    expect(onTerminal).toContain('\u001b[31m')
    expect(stripAnsi(onTerminal)).toBe(inPipe)
  })

  it('obeys NO_COLOR on a terminal and FORCE_COLOR in a pipe', async () => {
    expect(await finish({ NO_COLOR: '1' }, 80)).not.toContain('\u001b')
    expect(await finish({ FORCE_COLOR: '1' })).toContain('\u001b[31m')
    expect(await finish({ FORCE_COLOR: '0' }, 80)).not.toContain('\u001b')
  })

  it('does not mind a reader that went away', async () => {
    const context = fakeContext()
    context.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await expect(createTextReporter(context).onFinish?.(cartResult())).resolves.toBeUndefined()
  })
})
