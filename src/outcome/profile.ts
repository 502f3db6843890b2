/** Where the time of a run goes: collects what the parts say of their work, sums it up, and makes a trace of it. */
import type { RunEvent, SpanName } from '../model/events.js'

export interface ProfileRow {
  readonly name: string
  /** Milliseconds of the wall clock; work of several workers counts by its share of them. */
  readonly ms: number
  /** How many pieces of work this was. */
  readonly count: number
}

export interface Profile {
  listen(event: RunEvent): void
  /** Ends the last phase. Call it once, when all is done. */
  finish(): void
  /** What the wall clock measured, in the order of the run; the rows add up to `totalMs` as far as all was seen. */
  rows(): readonly ProfileRow[]
  /** What was done beside them: a part of the rows above, not an addition to them. */
  besideRows(): readonly ProfileRow[]
  totalMs(): number
  /**
   * Milliseconds below which no run of these mutants on so many workers gets: the starts of the workers, and the time that
   * the tests which ran take without a mutant, each up to the first failure.
   */
  floorMs(): number
  /** The run in the trace event format, as trace viewers read it. */
  trace(): string
}

type Span = Extract<RunEvent, { type: 'span' }>

/** Work of workers, in the order of the table. */
const WORKER_SPANS = ['worker start', 'dry run', 'baseline', 'hot', 'warm', 'cold', 'fresh', 'checkpoint', 'worker end'] as const
const BESIDE_SPANS = ['parsing', 'generation', 'instrumentation'] as const

/** @param begun when the process began, as `performance.now()` counts; 0 is its start */
export function createProfile(begun = 0): Profile {
  const spans: Span[] = []
  const phases: { name: string; from: number; to: number }[] = []
  let end = 0
  const enter = (name: string): void => {
    const now = performance.now()
    const last = phases.at(-1)
    if (last) last.to = now
    phases.push({ name, from: last ? now : begun, to: now })
  }
  let workers = 1
  const working = (): { from: number; to: number } => {
    const inside = phases.filter(({ name }) => name === 'dry run' || name === 'judging')
    return { from: inside[0]?.from ?? 0, to: inside.at(-1)?.to ?? 0 }
  }
  return {
    listen(event) {
      if (event.type === 'phase') {
        workers = event.workers ?? workers
        enter(event.phase)
      }
      else if (event.type === 'span') spans.push(event)
    },
    finish() {
      end = performance.now()
      const last = phases.at(-1)
      if (last) last.to = end
    },
    rows() {
      const { from, to } = working()
      const rows = [row('start-up', phases.filter(({ name }) => name === 'starting')), ...workerRows(spans, workers)]
      const busy = rows.slice(1).reduce((sum, { ms }) => sum + ms, 0)
      rows.push({ name: 'waiting', ms: Math.max(0, to - from - busy), count: 0 })
      for (const name of ['checking', 'reporting']) rows.push(row(name, phases.filter((phase) => phase.name === name)))
      return rows
    },
    besideRows: () => BESIDE_SPANS.map((name) => row(name, spans.filter((span) => span.name === name))),
    totalMs: () => end - begun,
    floorMs() {
      const starts = spans.filter(({ name }) => name === 'worker start').reduce((sum, { from, to }) => sum + to - from, 0)
      return (starts + spans.reduce((sum, { testsMs = 0 }) => sum + testsMs, 0)) / workers
    },
    trace: () => traceOf(phases, spans),
  }
}

function row(name: string, spans: readonly { readonly from: number; readonly to: number }[]): ProfileRow {
  return { name, ms: spans.reduce((sum, { from, to }) => sum + to - from, 0), count: spans.length }
}

/** Where more of them work at the same time than there are places, as tests mostly wait, each counts by its share of all. */
function workerRows(spans: readonly Span[], places: number): ProfileRow[] {
  const edges = spans.filter(({ track }) => track > 0).flatMap(({ name, from, to }) => [{ at: from, name, change: 1 }, { at: to, name, change: -1 }])
    .sort((a, b) => a.at - b.at)
  const rows = new Map(WORKER_SPANS.map((name) => [name as SpanName, { open: 0, ms: 0, count: 0 }]))
  let [last, working] = [0, 0]
  for (const { at, name, change } of edges) {
    for (const row of rows.values()) row.ms += (at - last) * row.open / Math.max(places, working)
    const row = rows.get(name)
    if (row) {
      row.open += change
      row.count += Math.max(0, change)
    }
    working += change
    last = at
  }
  return [...rows].map(([name, { ms, count }]) => ({ name, ms, count }))
}

/** Trace Event Format: complete events (`X`) with microseconds, one thread for each worker. */
function traceOf(phases: readonly { name: string; from: number; to: number }[], spans: readonly Span[]): string {
  const complete = (name: string, from: number, to: number, tid: number, detail?: string) => ({
    name, ph: 'X', pid: 1, tid, ts: Math.round(from * 1000), dur: Math.round((to - from) * 1000), ...(detail && { args: { detail } }),
  })
  const named = (tid: number, name: string) => ({ name: 'thread_name', ph: 'M', pid: 1, tid, args: { name } })
  const workers = [...new Set(spans.map(({ track }) => track))].filter((track) => track > 0).sort((a, b) => a - b)
  return JSON.stringify({
    displayTimeUnit: 'ms',
    traceEvents: [
      named(0, 'main process'),
      ...workers.map((worker) => named(worker, `worker ${worker}`)),
      ...phases.map(({ name, from, to }) => complete(name, from, to, 0)),
      ...spans.map(({ track, name, from, to, detail }) => complete(name, from, to, track, detail)),
    ],
  })
}

/** The table for the terminal, at most 60 columns wide. */
export function profileText(profile: Profile): string {
  const total = profile.totalMs()
  const rows = profile.rows()
  const line = ({ name, ms, count }: ProfileRow): string =>
    `  ${name.padEnd(18)}${(ms / 1000).toFixed(2).padStart(9)} s${(100 * ms / total).toFixed(1).padStart(8)} %${
      count > 0 ? String(count).padStart(9) : ''}`
  const sum = rows.reduce((ms, row) => ms + row.ms, 0)
  return [
    'Where the time went (work of workers by their share of the clock)',
    ...rows.map(line),
    line({ name: 'sum', ms: sum, count: 0 }),
    line({ name: 'whole run', ms: total, count: 0 }),
    line({ name: 'floor', ms: profile.floorMs(), count: 0 }),
    'Beside the workers',
    ...profile.besideRows().map(line),
    '',
  ].join('\n')
}
