/**
 * Watches for what tests take from elsewhere than the modules they load: connections to other processes, child processes, files elsewhere, files of the
 * project that they read while they run; and for what they hold: files that they write, ports, processes.
 */
import diagnostics from 'node:diagnostics_channel'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { relativePath } from '../../../common/relative-path.js'
import { COMPANY, type ConnectReport, type HoldReport, type OutsideReport, type ReadReport } from './bridge.js'
import { watchHolds } from './holds.js'
import { watchConnections } from './own-servers.js'
import { asPath, isBelow, isInPackage, isOfSystem } from './places.js'
import { watchProcesses, wrapFiles } from './wrap.js'

export type Heard = OutsideReport | ReadReport | HoldReport | ConnectReport

/**
 * Stands in front of the functions of Node that reach out. Call it before anything of the project is loaded.
 * @param root absolute path of the project
 * @param hear hears of each kind of thing, and of each file, once
 * @returns to be called when a test file begins: it hears anew of everything, and again of what came before the first file
 */
export function watchOutside(root: string, hear: (heard: Heard) => void): () => void {
  const heard = new Map<string, Heard>()
  let early: readonly Heard[] | undefined
  const once = (report: Heard) => {
    const key = Object.values(report).join(' ')
    if (heard.has(key)) return
    heard.set(key, report)
    hear(report)
  }
  const tell = (what: string) => { once({ type: 'outside', what }) }
  const [connections, threads, processes] = COMPANY
  watchConnections((isOwn) => {
    once({ type: 'connects' })
    if (!isOwn) tell(connections)
  })
  diagnostics.subscribe('worker_threads', () => { tell(threads) })
  watchProcesses((isSync) => { if (early || !isSync || !isOfPool()) tell(processes) })
  const within = (how: ReadReport['how']) => (path: unknown) => {
    const absolute = asPath(path)
    if (absolute === undefined || !isBelow(root, absolute) || isInPackage(absolute)) return
    once({ type: 'read', how, path: relativePath(root, absolute) })
  }
  const reading = (how: ReadReport['how']) => (path: unknown) => {
    const outside = placeOutside(root, path)
    if (outside !== undefined) tell(`read files ${outside}`)
    else within(how)(path)
  }
  wrapFiles(READING, reading('file'))
  wrapFiles(LISTING, reading('folder'))
  wrapFiles(ASKING, within('file'))
  // Which folders a pattern means is not told here.
  wrapFiles(['glob'], () => { once({ type: 'read', how: 'folder', path: '' }) })
  // What Vitest itself writes before the first file is no test's.
  watchHolds(root, () => { if (early) once({ type: 'holds' }) })
  syncBuiltinESMExports()
  return () => {
    if (!early) {
      early = [...heard.values()]
      return
    }
    heard.clear()
    early.forEach(once)
  }
}

const READING = ['readFile', 'open', 'createReadStream', 'cp', 'copyFile']
const LISTING = ['readdir', 'opendir']
/** These tell whether a file is there, and where. */
const ASKING = ['exists', 'access', 'stat', 'lstat', 'realpath', 'readlink']

/** That of Vitest 3 asks the system how many cores there are, while it is loaded. */
function isOfPool(): boolean {
  return /[\\/]node_modules[\\/]tinypool[\\/]/u.test(new Error().stack ?? '')
}

/** Where a file lies that no fingerprint of the project holds; undefined for those that it holds, and for temporary ones. */
function placeOutside(root: string, path: unknown): string | undefined {
  const absolute = asPath(path)
  if (absolute === undefined) return undefined
  if (isInPackage(absolute) || isBelow(tmpdir(), absolute) || isBelow(OWN, absolute)) return undefined
  if (isOfSystem(absolute)) return undefined
  if (!isBelow(root, absolute)) return 'outside of the project'
  const [first = '', ...rest] = relative(root, absolute).split(sep)
  const folders = [first, ...rest].slice(0, -1)
  const hidden = folders.find((folder) => folder.startsWith('.'))
    ?? (folders.length > 0 && ['coverage', 'reports'].includes(first) ? first : undefined)
  return hidden === undefined ? undefined : `in ${hidden}`
}

/** The folder of this tool itself. */
const OWN = join(fileURLToPath(import.meta.url), '../../../../..')
