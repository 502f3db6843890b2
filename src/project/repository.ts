/** The git repository that a project lies in. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder, this one or above, that git keeps; undefined when there is none. */
export function repositoryOf(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return above
    if (dirname(above) === above) return undefined
  }
}
