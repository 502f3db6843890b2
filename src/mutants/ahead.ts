/** Reads sources before a test has loaded them, while the first workers start: a thread that reads would have nothing to do. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reader } from './reader.js'

/** What was read ahead is given once. */
export function readingAhead(reader: Reader): Reader {
  const known = new Map<string, { readonly text: string; readonly generated: ReturnType<Reader['generate']> }>()
  const asked = new Set<string>()
  return {
    ...reader,
    generate(path, text) {
      asked.add(path)
      const found = known.get(path)
      known.delete(path)
      return found?.text === text ? found.generated : reader.generate(path, text)
    },
    async readAhead(root, paths) {
      for (const path of paths) {
        if (asked.has(path)) continue
        try {
          const text = readFileSync(join(root, path), 'utf8')
          const generated = reader.generate(path, text)
          known.set(path, { text, generated })
          await Promise.all([generated, reader.keptState(path, text, false)])
        } catch {
          // Whoever asks for it is told.
        }
      }
    },
  }
}
