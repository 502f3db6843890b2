/** Shares mutants out among shards so that all take about as long: the longest lots first, then pieces change places. */

/** Mutants that the same test files reach. */
export interface Group {
  /** Indexes of the test files. */
  readonly files: readonly number[]
  readonly mutants: readonly Costed[]
}

export interface Costed {
  readonly id: string
  /** Milliseconds that judging it is expected to take. */
  readonly costMs: number
}

export interface Share {
  readonly mutants: readonly string[]
  /** Milliseconds of all that a shard is expected to do: opening its test files, and judging. */
  readonly costMs: number
  /** Indexes of the test files it has to open, ascending. */
  readonly files: readonly number[]
}

/** A piece is at most this part of what a shard has to judge. */
const PIECES = 8

/**
 * @param openMs what it takes to open each test file; every shard that has mutants of it pays that
 */
export function balance(groups: readonly Group[], count: number, openMs: readonly number[]): Share[] {
  const largest = groups.reduce((sum, { mutants }) => sum + costOf(mutants), 0) / count / PIECES
  const opening = (files: readonly number[]): number => files.reduce((sum, file) => sum + (openMs[file] ?? 0), 0)
  // What takes less than opening its test files is not worth another machine, unless nothing else evens them out.
  const lots = groups.flatMap((group) => cut(group, Math.max(largest, opening(group.files))))
  lots.sort((a, b) => b.costMs + opening(b.files) - a.costMs - opening(a.files) || (a.first < b.first ? -1 : 1))
  const shards = Array.from({ length: count }, () => openShard(openMs))
  for (const lot of lots) {
    const best = shards.reduce((least, shard) => (shard.loadWith(lot) < least.loadWith(lot) ? shard : least))
    for (const piece of cut(lot, largest)) best.add(piece)
  }
  while (improve(shards)) { /* until no move helps */ }
  return shards.map((shard) => ({
    mutants: [...shard.pieces].flatMap(({ mutants }) => mutants.map(({ id }) => id)),
    costMs: shard.load,
    files: shard.files(),
  }))
}

/**
 * Moves one piece, or all with the same test files, from the shard with the most to do to another, when the larger of both
 * then has less; says whether it did.
 */
function improve(shards: readonly Shard[]): boolean {
  const from = shards.reduce((most, shard) => (shard.load > most.load ? shard : most))
  let best: { readonly moved: readonly Piece[]; readonly to: Shard; readonly load: number } | undefined
  for (const moved of movable(from)) {
    const lot = { files: moved[0]!.files, costMs: costOf(moved) }
    const left = from.load - lot.costMs - from.freed(moved)
    for (const to of shards) {
      if (to === from) continue
      const load = Math.max(left, to.loadWith(lot))
      if (load < (best?.load ?? from.load - LEAST_GAIN_MS)) best = { moved, to, load }
    }
  }
  if (!best) return false
  for (const piece of best.moved) {
    from.remove(piece)
    best.to.add(piece)
  }
  return true
}

function movable({ pieces }: Shard): (readonly Piece[])[] {
  const bySet = new Map<readonly number[], Piece[]>()
  for (const piece of pieces) {
    const same = bySet.get(piece.files)
    if (same) same.push(piece)
    else bySet.set(piece.files, [piece])
  }
  return [...[...pieces].map((piece) => [piece]), ...bySet.values()]
}

/** Sums of fractions differ in their last digits: less is no gain, and moves come to an end. */
const LEAST_GAIN_MS = 0.01

interface Shard {
  readonly pieces: ReadonlySet<Piece>
  readonly load: number
  /** What it would have to do with mutants of these test files too. */
  loadWith(lot: Pick<Piece, 'files' | 'costMs'>): number
  /** What it need not open any more without these pieces, all with the same test files. */
  freed(moved: readonly Piece[]): number
  add(piece: Piece): void
  remove(piece: Piece): void
  /** Indexes of its test files, ascending. */
  files(): number[]
}

function openShard(openMs: readonly number[]): Shard {
  const pieces = new Set<Piece>()
  /** How many pieces need each test file. */
  const needs = new Map<number, number>()
  let load = 0
  /** What those of the files cost to open that so many pieces need. */
  const opening = (files: readonly number[], pieces: number): number =>
    files.reduce((sum, file) => sum + ((needs.get(file) ?? 0) === pieces ? openMs[file] ?? 0 : 0), 0)
  const loadWith = ({ files, costMs }: Pick<Piece, 'files' | 'costMs'>): number => load + costMs + opening(files, 0)
  const freed = (moved: readonly Piece[]): number => opening(moved[0]!.files, moved.length)
  const count = ({ files }: Piece, by: number): void => {
    for (const file of files) needs.set(file, (needs.get(file) ?? 0) + by)
  }
  return {
    pieces,
    get load() { return load },
    loadWith,
    freed,
    add(piece) {
      load = loadWith(piece)
      pieces.add(piece)
      count(piece, 1)
    },
    remove(piece) {
      load -= piece.costMs + freed([piece])
      pieces.delete(piece)
      count(piece, -1)
    },
    files: () => [...needs].flatMap(([file, wanted]) => (wanted > 0 ? [file] : [])).sort((a, b) => a - b),
  }
}

interface Piece extends Group {
  readonly costMs: number
  /** Id of its first mutant, to order equal ones the same everywhere. */
  readonly first: string
}

function cut({ files, mutants }: Group, largest: number): Piece[] {
  const pieces: Piece[] = []
  let open: Costed[] = []
  let costMs = 0
  const close = (): void => {
    if (open.length > 0) pieces.push({ files, mutants: open, costMs, first: open[0]!.id })
    open = []
    costMs = 0
  }
  for (const mutant of mutants) {
    if (costMs + mutant.costMs > largest) close()
    open.push(mutant)
    costMs += mutant.costMs
  }
  close()
  return pieces
}

function costOf(parts: readonly { readonly costMs: number }[]): number {
  return parts.reduce((sum, { costMs }) => sum + costMs, 0)
}
