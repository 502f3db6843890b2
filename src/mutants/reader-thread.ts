/** The thread in which sources are read; see `thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { keepCompiled, writeCompiled } from '../common/compile-cache.js'
import { UserError } from '../model/errors.js'
import type { GenerateFile } from './generator.js'
import type { Answer, Question, ThreadSettings } from './thread.js'

keepCompiled()
const [{ createGenerator }, { keptState }] = await Promise.all([import('./generator.js'), import('../syntax/state.js')])

const { operators, suppress, settings } = workerData as ThreadSettings

function answer(id: number, read: () => unknown): void {
  let message: Answer
  try {
    message = { id, value: read() }
  } catch (error) {
    const { message: text, stack } = error as Error
    message = { id, error: { message: text, ...(stack !== undefined && { stack }) }, ...(error instanceof UserError && { exitCode: error.exitCode }) }
  }
  parentPort!.postMessage(message)
}

let generate: GenerateFile | undefined
const generator = (): GenerateFile => generate ??= createGenerator(operators, suppress, settings)

parentPort!.on('message', ({ id, asks, path, text }: Question) => {
  if (asks === 'ready') {
    answer(id, () => { generator() })
    writeCompiled()
  } else if (asks === 'mutants') answer(id, () => generator()(path, text))
  else answer(id, () => keptState(path, text, asks === 'kept by tests'))
})
