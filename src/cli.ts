/** argv → options → one command → exit code; the only place that catches everything. */
import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ExitCode, UserError } from './model/errors.js'
import { parseArguments, type ParsedArguments } from './options/arguments.js'
import { helpText } from './options/help.js'
import { checkNodeVersion, packageVersion } from './common/version.js'

const signals = { SIGINT: ExitCode.interrupted, SIGTERM: ExitCode.terminated } as const

/** Set once a signal asked to stop; it is then the exit code, whatever else happens. */
let stopped: ExitCode | undefined

/** The command is over, or we end the process ourselves: what else ends it before that took the result along. */
let over = false

async function main(argv: readonly string[]): Promise<ExitCode> {
  checkNodeVersion(process.versions.node)
  const request = parseArguments(argv)
  switch (request.type) {
    case 'help': return print(helpText(request.topic))
    case 'version': return print(`${packageVersion()}\n`)
    case 'command': return runCommand(request)
  }
}

function print(text: string): ExitCode {
  process.stdout.write(text)
  return ExitCode.passed
}

/** Loads what a command needs only when it runs, so that help and usage errors answer at once. */
async function runCommand(parsed: ParsedArguments): Promise<ExitCode> {
  const signal = stopOnSignals()
  const { resolveOptions } = await import('./options/resolve.js')
  const options = await resolveOptions(parsed, workingDirectory())
  switch (parsed.command) {
    case 'run': return (await import('./commands/run.js')).run(options, signal)
    case 'list': return (await import('./commands/list.js')).list(options)
    case 'show': return (await import('./commands/show.js')).show(options)
    case 'verify': return (await import('./commands/verify.js')).verify(options, signal)
    case 'diff': return (await import('./commands/diff.js')).diff(options)
    case 'plan': return (await import('./commands/plan.js')).plan(options, signal)
    case 'merge': return (await import('./commands/merge.js')).merge(options)
    case 'affected': return (await import('./commands/affected.js')).affected(options, signal)
    case 'init': return (await import('./commands/init.js')).init(options)
    case 'describe': return (await import('./commands/describe.js')).describe(options)
  }
}

function workingDirectory(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new UserError('the working directory is gone; change to a folder that is there', undefined, { cause: error })
  }
}

/** Milliseconds in which the same signal is no second one: `npx` and `timeout` hand on what the terminal has sent to all. */
const ECHO_MS = 300

/**
 * The first signal asks the command to finish with what it has; the second one leaves at once.
 * Vitest and plugins of the project answer a signal by ending the process: they get none while a command runs.
 */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController()
  let first: { readonly code: ExitCode; readonly at: number } | undefined
  for (const [name, code] of Object.entries(signals)) {
    process.on(name, () => {
      const isEcho = first?.code === code && performance.now() - first.at < ECHO_MS
      if (first && !isEcho) leave(code)
      first ??= { code, at: performance.now() }
      stopped = code
      controller.abort(new UserError(`stopped by ${name}`, code))
    })
  }
  process.on('newListener', (event: string | symbol, listener: (...values: unknown[]) => void) => {
    if (event in signals) queueMicrotask(() => process.off(event, listener))
  })
  return controller.signal
}

/** One line for what the user can mend; the stack for what only we can. */
function report(error: unknown): ExitCode {
  if (error instanceof UserError) {
    say(`mutate: ${error.message}`)
    return error.exitCode
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  say('mutate: this is a bug in mutate, please report it with the lines above')
  return ExitCode.internal
}

/** Ours end at the folder of this package: its dependencies and the project lie elsewhere, or in `node_modules`. */
const OWN = fileURLToPath(new URL('..', import.meta.url))

/**
 * What was thrown where nobody could catch it. Configs and plugins run in this process: a timer or a promise of theirs
 * is no bug of ours.
 */
function reportUncaught(error: unknown): ExitCode {
  const [, place = '', path = ''] = error instanceof Error ? /^ {4}at (?:.* \()?((?:file:\/\/)?((?:\/|[A-Z]:\\).*?):\d+:\d+)/mu.exec(error.stack ?? '') ?? [] : []
  const own = path.startsWith(OWN) && !/(?:^|[\\/])node_modules[\\/]/u.test(path.slice(OWN.length))
  if (error instanceof UserError || (error instanceof Error && (path === '' || own))) return report(error)
  const message = error instanceof Error ? error.message.split('\n', 1)[0] ?? '' : String(error)
  return report(new UserError(
    `the config of the project, or a plugin, failed where nothing can catch it: ${message}${place === '' ? '' : ` (${place})`}`))
}

/** Writes at once, because the process may be about to end. */
function say(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // stderr is closed or full: nobody is left to tell.
  }
}

/** A reader that went away (`mutate list | head`) is no error; the reports are still written. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    throw new UserError(`the output could not be written: ${error.message}`, undefined, { cause: error })
  })
}

function leave(code: ExitCode): never {
  over = true
  process.exit(code)
}

/** The code when something other than a command ended the process: the result is lost, which must not look like success. */
function endedEarly(why: string): ExitCode {
  return report(new UserError(`ended before there was a result: ${why}`, stopped ?? ExitCode.usage))
}

process.on('uncaughtException', (error) => leave(reportUncaught(error)))
process.on('beforeExit', () => {
  if (!over) leave(endedEarly('a config or a plugin of the project waits for something that never happens'))
})
process.on('exit', (code) => {
  if (!over) process.exitCode = endedEarly(`a config or a plugin of the project called process.exit(${code})`)
})

/** Milliseconds after which what a config or a plugin left running does not keep the process any longer. */
const FAREWELL = 500

/** The output may still be on its way to a slow reader. */
function leaveSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength > 0 || process.stderr.writableLength > 0) leaveSoon()
    else process.exit()
  }, FAREWELL).unref()
}

let code: ExitCode
try {
  code = await main(process.argv.slice(2))
} catch (error) {
  code = report(error)
}
over = true
process.exitCode = stopped ?? code
leaveSoon()
