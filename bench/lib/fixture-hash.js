/** The content of a fixture as one hash: truths found out about another content say nothing. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'

const LEFT_OUT = ['node_modules', '.mutate', 'reports', 'README.md']

/** @param {string} folder of the fixture */
export function fixtureHash(folder) {
  const hash = createHash('sha256')
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => !path.split('/').some((part) => LEFT_OUT.includes(part)))
  for (const path of paths.sort()) hash.update(path).update('\0').update(readFileSync(join(folder, path))).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** The hashes beside a file of truths, by its name without its ending. */
export function readHashes(folder) {
  const path = join(folder, 'hashes.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

/** @param {string} truths the file of truths that are those of the fixture as it is */
export function keepHash(truths, fixture) {
  const hashes = { ...readHashes(dirname(truths)), [basename(truths, '.jsonl')]: fixtureHash(fixture) }
  const sorted = Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(join(dirname(truths), 'hashes.json'), `${JSON.stringify(sorted, null, 2)}\n`)
}

/** Whether the truths are those of this content of the fixture, as far as anybody wrote it down. */
export function isCurrent(truths, fixture) {
  return readHashes(dirname(truths))[basename(truths, '.jsonl')] === fixtureHash(fixture)
}
