/** Keeps account of canaries: in each project of the runner one test that had to fail must have been seen to fail. */
import type { Ready } from './protocol.js'
import type { TestFile } from './runner.js'

export interface Canaries {
  /** No canary of the file's project has died yet. */
  needed(file: TestFile): boolean
  accept(file: TestFile, canary: Ready['canary']): void
  /** One test file of each project in which canaries were let fly and none died: nothing found out there can be believed. */
  unproven(): TestFile[]
}

export function createCanaries(): Canaries {
  const died = new Set<string>()
  const survived = new Map<string, TestFile>()
  return {
    needed: ({ project }) => !died.has(project),
    accept(file, canary) {
      if (canary === 'died') died.add(file.project)
      if (canary === 'survived') survived.set(file.project, file)
    },
    unproven: () => [...survived.values()].filter(({ project }) => !died.has(project)),
  }
}
