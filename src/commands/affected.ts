/** `mutate affected`: the tests that cover a change, as a list, as JSON, as arguments for Vitest, or run. */
import { spawn } from 'node:child_process'
import type { Affected, AffectedFile } from '../change/affected.js'
import { ExitCode, UserError } from '../model/errors.js'
import type { AffectedOptions } from '../options/resolve.js'

/** Runs the command. With `--run` the exit code is that of Vitest. */
export async function affected(options: AffectedOptions, signal: AbortSignal): Promise<ExitCode> {
  const { root, since, out, json } = options
  if (since === undefined) throw new UserError('mutate affected needs to know since when: --since main')
  const [{ readChange }, { affectedTests }, { readIndex }] = await Promise.all([
    import('../change/change.js'), import('../change/affected.js'), import('../coverage/keep.js'),
  ])
  const change = await readChange(root, since, [out])
  const found = await affectedTests(root, change, readIndex(root))
  for (const sentence of found.widened) process.stderr.write(`mutate: ${sentence}\n`)
  if (json) process.stdout.write(`${JSON.stringify({ since, base: change.base, ...found })}\n`)
  else if (options.args) process.stdout.write(found.files.length === 0 ? '' : `${filesOf(found).map(quoted).join(' ')}\n`)
  else if (!options.run) process.stdout.write(listed(found))
  if (!options.run) return ExitCode.passed
  if (!found.all && found.files.length === 0) {
    process.stderr.write(`mutate: no test covers the change since ${since}\n`)
    return ExitCode.passed
  }
  // A file can hold tests that nobody has seen yet: files are run whole, and all of them where all may be affected.
  const { choiceArguments } = await import('../oracle/suite.js')
  return runVitest(root, [...choiceArguments(options), ...found.all ? [] : filesOf(found)], signal)
}

function filesOf({ files }: Affected): string[] {
  return [...new Set(files.map(({ file }) => file))]
}

function listed({ all, files }: Affected): string {
  if (all && files.length === 0) return 'all tests\n'
  return files.flatMap(lines).map((line) => `${line}\n`).join('')
}

function lines({ project, file, tests }: AffectedFile): string[] {
  const place = project === '' ? file : `[${project}] ${file}`
  return tests ? tests.map((path) => `${place}  ${path.join(' > ')}`) : [place]
}

function quoted(word: string): string {
  return /^[\w./@-]+$/u.test(word) ? word : `'${word.replaceAll(`'`, `'\\''`)}'`
}

async function runVitest(root: string, args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const { vitestScript } = await import('../oracle/copy.js')
  const script = await vitestScript(root)
  if (script === undefined) throw new UserError(`no Vitest found from ${root}; install it there (npm install --save-dev vitest)`)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, 'run', ...args], { cwd: root, stdio: 'inherit', signal })
    child.on('error', (error) => (error.name === 'AbortError' ? resolve(ExitCode.interrupted) : reject(error)))
    child.on('close', (code) => resolve((code ?? 1) as ExitCode))
  })
}
