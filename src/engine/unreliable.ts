/** Finds tests that pass and fail without any mutant: what they say about a mutant has to be seen again. */
import type { Note } from '../model/result.js'
import type { FileState } from './file-state.js'
import type { DryTest } from './protocol.js'

/** Compares all runs of a file without a mutant; a note for each test that is found now. */
export function findUnreliable(state: FileState): Note[] {
  const { dry, again, unreliable, file } = state
  if (!dry) return []
  return dry.tests.flatMap((test, index) => {
    if (unreliable.has(index) || !again.some(({ tests }) => changed(test, tests[index]))) return []
    unreliable.add(index)
    return [{
      level: 'warning',
      text: `${file.path} > ${test.path.join(' > ')} fails now and then without any mutant: what it kills from now on is `
        + 'confirmed in new workers; mend it, or leave it out with --ignore-tests',
    }]
  })
}

function changed(test: DryTest, other: DryTest | undefined): boolean {
  return other !== undefined && test.state !== 'skip' && other.state !== 'skip' && test.state !== other.state
}

/** Whether a test that failed in the dry run passed in another run without a mutant. */
export function passedBefore(state: FileState, test: DryTest): boolean {
  const index = state.dry?.tests.indexOf(test) ?? -1
  return state.again.some(({ tests }) => tests[index]?.state === 'pass')
}
