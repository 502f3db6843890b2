/** Shows on standard error how far a run is: one live line on a terminal, whole lines elsewhere. */
import type { Phase, RunEvent } from '../model/events.js'
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { createLiveLine } from './live-line.js'
import { noteLine } from './notes.js'
import { createProgressState } from './progress-state.js'
import { countsLine, phaseLine, progressLine, SLOW_FILE, slowLine } from './progress-text.js'
import { colours, columnsOf, ignoreBrokenPipe, isLive } from './terminal.js'

/** Milliseconds between two drawings of the line. */
const INTERVAL = 100

/** Without a terminal: the share of the run after which there is a line again; a little less, as shares are not exact. */
const STEP = 0.05 - 1e-9

/** Milliseconds after which there is one in any case: the rest of a run may be a small share of its mutants. */
const SILENCE = 60_000

/** `clock` gives milliseconds; tests pass their own. */
export function createProgress(context: ReporterContext, clock: () => number = () => performance.now()): Reporter {
  return isLive(context.stderr, context.env) ? liveProgress(context, clock) : plainProgress(context, clock)
}

function liveProgress(context: ReporterContext, clock: () => number): Reporter {
  const { stderr, stdout, env } = context
  const state = createProgressState(clock)
  const chalk = colours(stderr, env)
  const line = createLiveLine(stderr, stdout.isTTY ? [stdout] : [])
  const draw = () => line.draw(progressLine(state, columnsOf(stderr), chalk, hasUnicode(env)))
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
    stderr.off('resize', draw)
    process.off('exit', stop)
    line.close()
  }
  const start = () => {
    // The timer must not keep a process alive that has nothing else to do.
    timer = setInterval(draw, INTERVAL).unref()
    stderr.on('resize', draw)
    process.once('exit', stop)
    draw()
  }
  let ended = false
  return {
    name: 'progress',
    onEvent(event) {
      if (ended) return
      state.take(event)
      if (!timer) start()
      if (event.type === 'note') showNote(context, event)
    },
    onFinish() {
      ended = true
      stop()
    },
    dispose() {
      ended = true
      stop()
    },
  }
}

function plainProgress(context: ReporterContext, clock: () => number): Reporter {
  const { stderr } = context
  const state = createProgressState(clock)
  // Tests run and mutants are judged at the same time, so a phase may be announced again.
  const begun = new Set<Phase>()
  let told = 0
  let toldShare = 0
  let toldAt = clock()
  const named = new Set<string>()
  const nameSlow = () => {
    for (const slow of state.slow(SLOW_FILE)) {
      if (named.has(slow.file)) continue
      named.add(slow.file)
      say(slowLine(slow))
    }
  }
  const tellWhatLasts = () => {
    nameSlow()
    if (state.total > 0 && clock() - toldAt >= SILENCE) tellCounts()
  }
  // It must not keep a process alive that has nothing else to do.
  const timer = setInterval(tellWhatLasts, SLOW_FILE / 10).unref()
  ignoreBrokenPipe(stderr)
  const say = (text: string | undefined) => text !== undefined && stderr.write(`${text}\n`)
  const tellCounts = () => {
    told = state.done
    toldShare = state.share()
    toldAt = clock()
    say(countsLine(state))
  }
  return {
    name: 'progress',
    onEvent(event) {
      state.take(event)
      if (event.type === 'note') showNote(context, event)
      if (event.type === 'phase' && !begun.has(event.phase)) {
        begun.add(event.phase)
        say(phaseLine(state))
      }
      if (event.type === 'verdict' && state.share() - toldShare >= STEP) tellCounts()
      tellWhatLasts()
    },
    onFinish() {
      clearInterval(timer)
      if (state.done > told) tellCounts()
    },
    dispose() { clearInterval(timer) },
  }
}

/** Notes belong to the text report; where there is none, a warning must not get lost. */
function showNote(context: ReporterContext, event: Extract<RunEvent, { type: 'note' }>): void {
  if (context.names.includes('text') || event.note.level !== 'warning') return
  context.stderr.write(`${noteLine(event.note, colours(context.stderr, context.env))}\n`)
}

function hasUnicode(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return Boolean(env['WT_SESSION'] ?? env['TERM_PROGRAM'])
  return env['TERM'] !== 'linux'
}
