/** What the compiler said of survivors, kept for as long as nothing that it read has changed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../common/hash.js'
import { storePath, writeWhole } from '../../store/folder.js'
import { packageVersion } from '../../common/version.js'
import type { TypeCheckAnswer, TypeCheckFile, TypeCheckRequest } from './protocol.js'

/** Path and hash of each file of the project. */
export type ProjectFiles = readonly (readonly [path: string, hash: string])[]

const NAME = 'types.json'

/** What an answer rests on. */
interface Basis {
  /** Hash of what decides which files the compiler reads: which there are, and what manifests, lockfiles and configs say. */
  readonly project: string
  /** Absolute path and hash of each file that the compiler read. */
  readonly files: readonly (readonly [path: string, hash: string])[]
}

interface Stored extends Basis {
  /** Key of each mutant that was checked → what the compiler says; empty when it compiles. */
  readonly answers: Readonly<Record<string, string>>
}

export interface KeptAnswers {
  /** The errors of those mutants that an earlier run knew, and the request for the others. */
  readonly known: readonly (readonly [mutant: string, message: string])[]
  readonly rest: TypeCheckRequest
  /** Keeps the answer to `rest` beside what was known. Never throws. */
  keep(answer: TypeCheckAnswer): void
}

/** @param project undefined where nothing can be kept */
export function openKept(request: TypeCheckRequest, project: ProjectFiles | undefined): KeptAnswers {
  if (!project) return { known: [], rest: request, keep: () => undefined }
  const { root, files } = request
  const texts = new Map(files.map(({ path, text }) => [join(root, path), text]))
  const of = projectHash(project)
  const before: Omit<Stored, 'project'> = read(root, of, (path, hash) => hashOf(path, texts) === hash) ?? { files: [], answers: {} }
  const { answers } = before
  const isKnown = ({ path }: TypeCheckFile, mutant: TypeCheckFile['mutants'][number]): boolean => Object.hasOwn(answers, keyOf(path, mutant))
  return {
    known: files.flatMap((file) => file.mutants.flatMap((mutant) => {
      const message = isKnown(file, mutant) ? answers[keyOf(file.path, mutant)]! : ''
      return message === '' ? [] : [[mutant.id, message] as const]
    })),
    rest: {
      root,
      files: files.map((file) => ({ ...file, mutants: file.mutants.filter((mutant) => !isKnown(file, mutant)) }))
        .filter(({ mutants }) => mutants.length > 0),
    },
    keep(answer) {
      if (answer.notes.length > 0) return
      const errors = new Map(answer.errors)
      const all = Object.fromEntries(files.flatMap(({ path, mutants }) => mutants.map((mutant) => {
        const key = keyOf(path, mutant)
        return [key, answers[key] ?? errors.get(mutant.id) ?? '']
      })))
      const used = new Set([...before.files.map(([path]) => path), ...answer.files, ...texts.keys()])
      const stored: Stored = { project: of, files: [...used].map((path) => [path, hashOf(path, texts)]), answers: { ...answers, ...all } }
      try {
        writeWhole(storePath(root, NAME), JSON.stringify(stored))
      } catch {
        // Without it the next run asks again.
      }
    },
  }
}

/**
 * Whether what an earlier run was told will probably still hold: nothing of the project itself has changed. What lies
 * outside of it is looked at when it is asked.
 */
export function mayBeKnown(root: string, project: ProjectFiles | undefined): boolean {
  if (!project) return false
  const now = new Map(project.map(([path, hash]) => [join(root, path), hash]))
  return read(root, projectHash(project), (path, hash) => (now.get(path) ?? hash) === hash) !== undefined
}

/**
 * The answers that still hold, with what they rest on; undefined when there are none.
 * @param isSame whether a file that they rest on has this hash still
 */
function read(root: string, project: string, isSame: (path: string, hash: string) => boolean): Stored | undefined {
  try {
    const stored = JSON.parse(readFileSync(storePath(root, NAME), 'utf8')) as Stored
    return stored.project === project && stored.files.every(([path, hash]) => isSame(path, hash)) ? stored : undefined
  } catch {
    // There are none, or they cannot be read.
    return undefined
  }
}

/** A file that is not there has the hash of none. */
function hashOf(path: string, texts: ReadonlyMap<string, string>): string {
  try {
    return sha256(texts.get(path) ?? readFileSync(path, 'utf8')).slice(0, 16)
  } catch {
    return ''
  }
}

function projectHash(files: ProjectFiles): string {
  const counted = files.filter(([path]) => /\.(?:[cm]?[jt]sx?|json|lockb?|ya?ml)$/u.test(path))
    .map(([path, hash]) => (/\.[cm]?[jt]sx?$/u.test(path) ? path : `${path} ${hash}`))
  return sha256(JSON.stringify([packageVersion(), counted]))
}

function keyOf(path: string, { start, end, replacement }: TypeCheckFile['mutants'][number]): string {
  return sha256(JSON.stringify([path, start, end, replacement])).slice(0, 16)
}
