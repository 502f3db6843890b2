/** Which test file is opened next: first those whose tests choose the mutants, where there are such; of few files the largest; else the nearest, mixed. */
import type { Deciding } from './bench.js'
import type { FileState } from './file-state.js'
import { spread } from './spread.js'

export interface Opening {
  /** Whether it is known which mutants belong to the run. */
  isDecided(): boolean
  /** The dry run of a file is known; says whether its tests choose mutants. */
  know(state: FileState): boolean
  /** Lets a file wait that was ready before it was known which mutants belong to the run. */
  defer(state: FileState): void
  isDeferred(state: FileState): boolean
  /** Takes out the files that waited. */
  deferred(): readonly FileState[]
  /**
   * Takes out the file to open next; undefined when there is none, or none that tells which mutants belong to the run.
   * @param isFree whether a file may be opened now
   */
  next(isFree?: (state: FileState) => boolean): FileState | undefined
  /** Opens a file once more, before the others. */
  again(state: FileState): void
  /** Opens a file once more, in its own time. */
  later(state: FileState): void
  /** Files that were put off so. */
  readonly waitingForLater: readonly FileState[]
  /** Takes out the first of those. */
  nextLater(isFree: (state: FileState) => boolean): FileState | undefined
  /** Whether all files were opened. */
  isOver(): boolean
}

/** With so many files or fewer, the end of the run depends on when the longest of them begins. */
const FEW = 32

/**
 * Files by path would begin with those of one folder, and what those take says little of the others: the time left would be
 * guessed wrong for most of the run.
 * @param files by project and path
 * @param deciding tests that choose mutants by reaching them; absent: none do
 * @param nearness of a file to what is mutated: what the nearest notice the others need not run
 */
export function createOpening(files: readonly FileState[], deciding: Deciding | undefined, nearness: (path: string) => number = () => 0): Opening {
  const decides = ({ file }: FileState): boolean => deciding?.concerns(file) ?? false
  const undecided = new Set(files.filter(decides))
  const unopened = [...undecided, ...inOrder(files.filter((state) => !decides(state)), nearness)]
  const waiting: FileState[] = []
  const later: FileState[] = []
  const take = (from: FileState[], isMeant: (state: FileState) => boolean): FileState | undefined => {
    const at = from.findIndex(isMeant)
    return at === -1 ? undefined : from.splice(at, 1)[0]
  }
  return {
    isDecided: () => undecided.size === 0,
    know: (state) => undecided.delete(state),
    defer: (state) => { waiting.push(state) },
    isDeferred: (state) => waiting.includes(state),
    deferred: () => waiting.splice(0),
    next: (isFree = () => true) => take(unopened, (state) => (undecided.size === 0 || undecided.has(state)) && isFree(state)),
    again: (state) => { unopened.unshift(state) },
    later: (state) => { later.push(state) },
    waitingForLater: later,
    nextLater: (isFree) => take(later, isFree),
    isOver: () => unopened.length === 0 && later.length === 0,
  }
}

function inOrder(files: readonly FileState[], nearness: (path: string) => number): FileState[] {
  if (files.length <= FEW) return byProject(files, largestFirst)
  const near = new Map(files.map((state) => [state, nearness(state.file.path)]))
  const distances = [...new Set(near.values())].sort((a, b) => b - a)
  return distances.flatMap((distance) => byProject(files.filter((state) => near.get(state) === distance), spread))
}

/** Project after project, as a worker is not handed on from one to another. */
function byProject(files: readonly FileState[], order: (files: readonly FileState[]) => FileState[]): FileState[] {
  const projects = new Set(files.map(({ file }) => file.project))
  return [...projects].flatMap((project) => order(files.filter(({ file }) => file.project === project)))
}

/** The size of a file is what tells before it has run how much there is to do in it: twice as large is larger. */
function largestFirst(files: readonly FileState[]): FileState[] {
  const sizeOf = ({ file: { bytes = 0 } }: FileState): number => Math.floor(Math.log2(Math.max(bytes, SMALL)))
  return spread(files).sort((a, b) => sizeOf(b) - sizeOf(a))
}

/** Between files with fewer bytes size tells nothing. */
const SMALL = 2048
