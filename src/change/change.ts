/** What differs between the commit where a branch began and the working tree: files, lines, and what they were before. */
import type { Location } from '../model/span.js'
import { contentAt, mergeBase, patch, rawDifference, untracked } from './git.js'
import { relativePath } from '../common/relative-path.js'

/** Lines of the new text. `from` > `to` is the gap between them, where lines were taken out: 13, 12 is between 12 and 13. */
export interface ChangedLines {
  readonly from: number
  readonly to: number
}

export interface ChangedFile {
  /** Relative to the root, with forward slashes; of a deleted file the path it had. */
  readonly path: string
  /** The path at the base; absent when the file is new. */
  readonly before?: string
  readonly deleted: boolean
  readonly lines: readonly ChangedLines[]
}

export interface Change {
  /** As it was asked for. */
  readonly ref: string
  /** The commit where the branch began. */
  readonly base: string
  /** By path. */
  readonly files: ReadonlyMap<string, ChangedFile>
  /** The changed lines of the text at the base, by the path of the file now. */
  readonly linesBefore: ReadonlyMap<string, readonly ChangedLines[]>
}

/**
 * Reads the change of the working tree since it left `ref`: commits, what is not committed, and new files.
 * @param root absolute path of the project
 * @param leftOut absolute paths of folders that runs write to
 * @throws UserError when git cannot tell
 */
export async function readChange(root: string, ref: string, leftOut: readonly string[] = []): Promise<Change> {
  const base = await mergeBase(root, ref)
  const [raw, hunks, added] = await Promise.all([rawDifference(root, base), patch(root, base), untracked(root)])
  const lines = parsePatch(hunks, 'after')
  const files = new Map<string, ChangedFile>()
  for (const { path, before, deleted } of parseRaw(raw)) {
    files.set(path, { path, ...(before !== undefined && { before }), deleted, lines: lines.get(path) ?? [] })
  }
  for (const path of added) files.set(path, { path, deleted: false, lines: [{ from: 1, to: Infinity }] })
  for (const folder of leftOut) {
    const prefix = `${relativePath(root, folder)}/`
    for (const path of files.keys()) if (path.startsWith(prefix)) files.delete(path)
  }
  return { ref, base, files, linesBefore: parsePatch(hunks, 'before') }
}

/** The text that a file, by its path then, had at the base. */
export async function textBefore(root: string, change: Change, path: string): Promise<string | undefined> {
  return (await bytesBefore(root, change, path))?.toString('utf8')
}

/** The same byte by byte, with line ends as git writes them here. */
export function bytesBefore(root: string, { base }: Change, path: string): Promise<Buffer | undefined> {
  return contentAt(root, base, path)
}

interface RawEntry {
  readonly path: string
  readonly before?: string
  readonly deleted: boolean
}

/** Reads `git diff --raw -z`: `:modes hashes status NUL path NUL`, and a second path after a rename or copy. */
function parseRaw(text: string): RawEntry[] {
  const fields = text.split('\0')
  const entries: RawEntry[] = []
  for (let at = 0; at < fields.length - 1;) {
    const status = fields[at++]!.split(' ').at(-1) ?? ''
    const path = fields[at++] ?? ''
    if (status.startsWith('R') || status.startsWith('C')) entries.push({ path: fields[at++] ?? '', before: path, deleted: false })
    else if (status === 'A') entries.push({ path, deleted: false })
    else entries.push({ path, before: path, deleted: status === 'D' })
  }
  return entries
}

/** Reads which lines of the files a patch without context changes, before it or after it, by their path after it. */
function parsePatch(text: string, side: 'before' | 'after'): Map<string, ChangedLines[]> {
  const files = new Map<string, ChangedLines[]>()
  let current: ChangedLines[] = []
  // Lines of the files themselves begin with a sign; they are counted so that none is taken for a header.
  let pending = 0
  for (const line of text.split('\n')) {
    if (pending > 0 && (line.startsWith('+') || line.startsWith('-'))) {
      pending--
      continue
    }
    if (line.startsWith('+++ ')) {
      current = []
      files.set(newPath(line.slice(4)), current)
      continue
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/u.exec(line)
    if (!hunk) continue
    const [removed, added] = [Number(hunk[2] ?? 1), Number(hunk[4] ?? 1)]
    pending = removed + added
    const [start, count] = side === 'before' ? [Number(hunk[1]), removed] : [Number(hunk[3]), added]
    current.push(count > 0 ? { from: start, to: start + count - 1 } : { from: start + 1, to: start })
  }
  return files
}

/** `b/src/a.ts`, or the same in quotes with escapes where the name holds something odd; git ends names with spaces by a tab. */
function newPath(header: string): string {
  const name = header.startsWith('"') ? unquoted(header) : header.replace(/\t$/u, '')
  return name.replace(/^b\//u, '')
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }

function unquoted(name: string): string {
  const bytes: Buffer[] = []
  for (const [, octal, escaped, plain] of name.slice(1, name.lastIndexOf('"')).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)) {
    if (octal !== undefined) bytes.push(Buffer.from([parseInt(octal, 8)]))
    else bytes.push(Buffer.from(escaped === undefined ? plain ?? '' : ESCAPES[escaped] ?? escaped))
  }
  return Buffer.concat(bytes).toString('utf8')
}

/** Whether something stands on a changed line of its file, or around a gap where lines were taken out. */
export function isTouched({ files }: Change, { file, location }: { readonly file: string; readonly location: Location }): boolean {
  const changed = files.get(file)
  if (changed === undefined || changed.deleted) return false
  const { start, end } = location
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line
  return changed.lines.some((lines) => touches(lines, start.line, last))
}

/** Whether changed lines and the lines `first` to `last` meet. A gap is met by what stands on both sides of it. */
export function touches({ from, to }: ChangedLines, first: number, last: number): boolean {
  return from > to ? first <= to && from <= last : first <= to && from <= last
}
