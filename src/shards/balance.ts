/** Shares mutants out among shards so that all take about as long: the longest pieces first, each to who has least. */

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
  /** Milliseconds of judging, without the opening of test files. */
  readonly costMs: number
  /** Indexes of the test files it has to open, ascending. */
  readonly files: readonly number[]
}

/** A piece is at most this part of what a shard has to do. */
const PIECES = 8

/**
 * @param openMs what it takes to open each test file; every shard that has mutants of it pays that
 */
export function balance(groups: readonly Group[], count: number, openMs: readonly number[]): Share[] {
  const total = groups.reduce((sum, { mutants }) => sum + costOf(mutants), 0)
  const opening = (files: readonly number[]): number => files.reduce((sum, file) => sum + (openMs[file] ?? 0), 0)
  // A piece that takes less than opening its test files is not worth another machine.
  const pieces = groups.flatMap((group) => cut(group, Math.max(total / count / PIECES, opening(group.files))))
  pieces.sort((a, b) => b.costMs - a.costMs || (a.first < b.first ? -1 : 1))
  const shards = Array.from({ length: count }, () => ({ mutants: [] as string[], costMs: 0, load: 0, files: new Set<number>() }))
  for (const { mutants, costMs, files } of pieces) {
    const loadWith = (shard: (typeof shards)[number]): number =>
      shard.load + costMs + files.reduce((sum, file) => sum + (shard.files.has(file) ? 0 : openMs[file] ?? 0), 0)
    const best = shards.reduce((least, shard) => (loadWith(shard) < loadWith(least) ? shard : least))
    best.load = loadWith(best)
    best.costMs += costMs
    for (const file of files) best.files.add(file)
    for (const { id } of mutants) best.mutants.push(id)
  }
  return shards.map(({ mutants, costMs, files }) => ({ mutants, costMs, files: [...files].sort((a, b) => a - b) }))
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

function costOf(mutants: readonly Costed[]): number {
  return mutants.reduce((sum, mutant) => sum + mutant.costMs, 0)
}
