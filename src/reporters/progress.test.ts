import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../model/events.js'
import type { Status } from '../model/verdict.js'
import type { ReporterContext } from './context.js'
import { createProgress } from './progress.js'
import type { FakeStream } from './test-kit.js'
import { cartResult, fakeContext, fakeStream } from './test-kit.js'
import { stripAnsi, widthOf } from './terminal.js'

function verdict(status: Status, done: number, total: number): RunEvent {
  return { type: 'verdict', mutant: `m${done}`, status, done, total }
}

/** One trial of a mutant is over. */
const trial: RunEvent = { type: 'span', track: 1, name: 'hot', from: 0, to: 10 }

const start: readonly RunEvent[] = [
  { type: 'phase', phase: 'starting' },
  { type: 'phase', phase: 'dry run' },
  { type: 'testFile', done: 3, total: 3, file: 'test/a.test.ts' },
  { type: 'discovered', files: 4, mutants: 200 },
  { type: 'phase', phase: 'judging' },
]

/** Plays a run of 200 mutants, 10 ms each by the clock. */
function play(context: ReporterContext): void {
  let now = 0
  const progress = createProgress(context, () => now)
  for (const event of start) progress.onEvent?.(event)
  for (let done = 1; done <= 200; done++) {
    now += 10
    progress.onEvent?.(trial)
    progress.onEvent?.(verdict(done % 10 === 0 ? 'Survived' : done % 50 === 1 ? 'Timeout' : 'Killed', done, 200))
  }
  void progress.onFinish?.(cartResult())
}

describe('progress without a terminal', () => {
  it('is a whole line every five percent', () => {
    const context = fakeContext()
    play(context)
    const lines = context.stderr.output().split('\n')
    expect(lines[0]).toBe('running the tests once, with every mutant asleep')
    expect(lines[1]).toBe('judging 200 mutants in 4 files')
    expect(lines).toContain('100/200 (50 %), 88 killed, 10 survived, 2 timed out, 100/s, 1 s left')
    expect(lines.at(-2)).toBe('200/200 (100 %), 176 killed, 20 survived, 4 timed out, 100/s')
    expect(lines).toHaveLength(2 + 20 + 1)
    expect(context.stderr.output()).not.toMatch(/[\r\u001b]/)
    expect(context.stdout.output()).toBe('')
  })

  it('names a test file once whose first run takes long, and none whose first run is over', () => {
    const context = fakeContext()
    let now = 0
    const progress = createProgress(context, () => now)
    progress.onEvent?.({ type: 'phase', phase: 'dry run' })
    progress.onEvent?.({ type: 'running', worker: 1, what: 'test/hangs.test.ts' })
    progress.onEvent?.({ type: 'running', worker: 2, what: 'test/ends.test.ts' })
    now = 9_000
    progress.onEvent?.({ type: 'testFile', done: 1, total: 2, file: 'test/ends.test.ts' })
    for (now = 11_000; now < 40_000; now += 10_000) progress.onEvent?.({ type: 'running', worker: 2, what: 'test/ends.test.ts' })
    expect(context.stderr.output()).toBe(
      'running the tests once, with every mutant asleep\n'
      + 'test/hangs.test.ts is still loading or running after 11 s, without any mutant\n',
    )
    progress.dispose?.()
  })

  it('tells the counts each minute, however small the share that was judged meanwhile', () => {
    const context = fakeContext()
    let now = 0
    const progress = createProgress(context, () => now)
    progress.onEvent?.({ type: 'discovered', files: 1, mutants: 1000 })
    for (let done = 1; done <= 10; done++) {
      now += 20_000
      progress.onEvent?.(verdict('Killed', done, 1000))
    }
    const lines = context.stderr.output().split('\n').slice(0, -1)
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['3/1000', '6/1000', '9/1000'])
    progress.dispose?.()
  })

  it('tells a phase once, and counts while tests still run for the first time', () => {
    const context = fakeContext()
    const progress = createProgress(context, () => 0)
    for (let file = 0; file < 20; file++) {
      progress.onEvent?.({ type: 'phase', phase: 'dry run' })
      progress.onEvent?.({ type: 'discovered', files: file + 1, mutants: 10 * (file + 1) })
      for (let done = 10 * file + 1; done <= 10 * file + 8; done++) progress.onEvent?.(verdict('Killed', done, 10 * (file + 1)))
      progress.onEvent?.({ type: 'phase', phase: 'judging' })
    }
    void progress.onFinish?.(cartResult())
    const lines = context.stderr.output().split('\n').slice(0, -1)
    expect(lines.filter((line) => line.startsWith('running the tests'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('judging'))).toHaveLength(1)
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.at(-1)).toMatch(/^198\/200 \(99 %\)/)
  })

  it('counts test files that are still to be opened as much as those that are', () => {
    let now = 0
    const context = fakeContext()
    const progress = createProgress(context, () => now)
    progress.onEvent?.({ type: 'phase', phase: 'dry run' })
    progress.onEvent?.({ type: 'testFile', done: 1, total: 4, file: 'test/a.test.ts' })
    now = 10_000
    for (let done = 1; done <= 50; done++) progress.onEvent?.(verdict('Killed', done, 100))
    progress.onEvent?.({ type: 'testFile', done: 4, total: 4, file: 'test/d.test.ts' })
    progress.onEvent?.({ type: 'phase', phase: 'judging' })
    for (let done = 51; done <= 100; done++) {
      now += 100
      progress.onEvent?.(trial)
      progress.onEvent?.(verdict('Killed', done, 400))
    }
    void progress.onFinish?.(cartResult())
    const lines = context.stderr.output().split('\n')
    expect(lines).toContain('20/100+ (5 %), 20 killed, 0 survived, 0 timed out')
    expect(lines).toContain('40/100+ (10 %), 40 killed, 0 survived, 0 timed out')
    expect(lines.at(-2)).toMatch(/^100\/400 \(33 %\), .*, 30 s left$/)
  })

  it('is what a dumb terminal gets too', () => {
    const context = fakeContext({ stderr: fakeStream(80), env: { TERM: 'dumb' } })
    play(context)
    expect(context.stderr.output()).not.toMatch(/[\r\u001b]/)
  })

  it('prints warnings where no text report will', () => {
    const note: RunEvent = { type: 'note', note: { level: 'warning', text: 'src/x.ts does not parse' } }
    const alone = fakeContext({ names: ['json'] })
    createProgress(alone).onEvent?.(note)
    expect(alone.stderr.output()).toBe('warning: src/x.ts does not parse\n')
    const withText = fakeContext({ names: ['text'] })
    createProgress(withText).onEvent?.(note)
    expect(withText.stderr.output()).toBe('')
  })
})

/** Starts a live line in the middle of judging, and gives what is drawn when asked. */
function live(stderr: FakeStream, change: Partial<ReporterContext> = {}) {
  let now = 0
  const context = fakeContext({ stderr, ...(change as object) })
  const progress = createProgress(context, () => now)
  for (const event of start) progress.onEvent?.(event)
  for (let done = 1; done <= 100; done++) {
    now += 10
    progress.onEvent?.(trial)
    progress.onEvent?.(verdict(done % 10 === 0 ? 'Survived' : done === 1 ? 'Timeout' : 'Killed', done, 200))
  }
  return { progress, context, redraw: () => stderr.emit('resize') }
}

describe('progress on a terminal', () => {
  it('is one line with a bar, counts, rate and time left', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr, { env: { NO_COLOR: '1' } })
    redraw()
    expect(stderr.output().split('\r').at(-2)).toBe(
      '\u001b[K\u001b[?7l ━━━━━━━━─────────  100/200  89 killed  10 survived  1 timeout  100/s  1 s left\u001b[?7h',
    )
    progress.dispose?.()
  })

  it('tells that survivors are looked at again', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr, { env: { NO_COLOR: '1' } })
    progress.onEvent?.({ type: 'phase', phase: 'checking' })
    redraw()
    progress.dispose?.()
    expect(stripAnsi(stderr.output())).toMatch(/ looking at 10 survivors again$/m)
  })

  it.each([20, 30, 45, 60, 80, 120, 200])('is never wider than a terminal of %i columns', (columns) => {
    const stderr = fakeStream(columns)
    const { progress, redraw } = live(stderr)
    progress.onEvent?.({ type: 'running', worker: 0, what: `src/${'long/'.repeat(30)}cart.ts` })
    redraw()
    progress.dispose?.()
    const widths = stripAnsi(stderr.output()).split(/[\r\n]/).map(widthOf)
    expect(Math.max(...widths)).toBeLessThan(columns)
    expect(stripAnsi(stderr.output())).toContain('100/200')
  })

  it('is cleared at the end, and leaves the streams as they were', () => {
    const stderr = fakeStream(80)
    const stdout = fakeStream(80)
    const before = [stderr.write, stdout.write]
    const { progress } = live(stderr, { stdout })
    expect(stderr.write).not.toBe(before[0])
    void progress.onFinish?.(cartResult())
    expect(stderr.output().endsWith('\r\u001b[K')).toBe(true)
    expect([stderr.write, stdout.write]).toEqual(before)
    expect(stderr.listenerCount('resize')).toBe(0)
    progress.onEvent?.(verdict('Killed', 101, 200))
    progress.dispose?.()
    expect(stderr.output().endsWith('\r\u001b[K')).toBe(true)
  })

  it('erases what a resize has wrapped', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr)
    redraw()
    const before = stderr.output().length
    stderr.columns = 40
    redraw()
    expect(stderr.output().slice(before)).toMatch(/^\r\u001b\[K\u001b7\u001b\[B\u001b\[2K\u001b8\u001b\[\?7l /)
    progress.dispose?.()
  })

  it('makes way for what others print', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr)
    redraw()
    const before = stderr.output().length
    stderr.write('a message\n')
    expect(stderr.output().slice(before)).toBe('\r\u001b[Ka message\n')
    redraw()
    expect(stderr.output().slice(before)).toMatch(/a message\n\r\u001b\[K.*100\/200/)
    progress.dispose?.()
  })

  it('stays where somebody only hides the cursor', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr)
    redraw()
    const before = stderr.output().length
    stderr.write('\u001b[?25l')
    redraw()
    expect(stderr.output().slice(before)).toMatch(/^\u001b\[\?25l\r\u001b\[K.*100\/200/)
    progress.dispose?.()
  })

  it('is not drawn over a line that has no end yet', () => {
    const stderr = fakeStream(80)
    const { progress, redraw } = live(stderr)
    stderr.write('waiting')
    const before = stderr.output().length
    redraw()
    expect(stderr.output().slice(before)).toBe('')
    stderr.write(' done\n')
    redraw()
    expect(stderr.output().slice(before)).toMatch(/^ done\n\r.*100\/200/)
    progress.dispose?.()
  })

  it('has colour only where that is wanted', () => {
    const coloured = fakeStream(80)
    const one = live(coloured)
    one.redraw()
    one.progress.dispose?.()
    expect(coloured.output()).toContain('\u001b[3')
    const plain = fakeStream(80)
    const other = live(plain, { env: { NO_COLOR: '1' } })
    other.redraw()
    other.progress.dispose?.()
    expect(plain.output()).not.toContain('\u001b[3')
  })
})
