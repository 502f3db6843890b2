/**
 * Brings `dist` up to date before the tests, which run the built command. Only files newer than their output
 * are compiled, each on its own and without type checks, which costs next to nothing; `npm run build` checks types.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const source = path.join(root, 'src')
const dist = path.join(root, 'dist')

/** Tests and what only they import are not built; tsconfig.build.json leaves out the same. */
const TESTS = /\.test\.ts$|(?:^|[\\/])(?:testing|test-[^\\/]*)\.ts$/u

export default async function build(): Promise<void> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/u.test(file) && !TESTS.test(file))
  removeOrphans(new Set(files.map(outputOf)))
  const stale = files.filter(isStale)
  if (stale.length === 0) return
  const { default: ts } = await import('typescript')
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file))
  const { options } = ts.convertCompilerOptionsFromJson((config as { compilerOptions: object }).compilerOptions, root)
  const compilerOptions = { ...options, sourceMap: false, inlineSourceMap: true }
  for (const file of stale) {
    const text = await readFile(path.join(source, file), 'utf8')
    // A file alone does not tell that its package is made of ES modules; this ending does.
    const fileName = path.join(source, file).replace(/ts$/u, 'mts')
    const { outputText } = ts.transpileModule(text, { fileName, compilerOptions })
    replace(path.join(dist, outputOf(file)), outputText)
  }
}

function outputOf(file: string): string {
  return file.replace(/ts$/u, 'js')
}

function isStale(file: string): boolean {
  const output = path.join(dist, outputOf(file))
  return !existsSync(output) || statSync(output).mtimeMs < statSync(path.join(source, file)).mtimeMs
}

/** In one step, because other processes may be running the old file. */
function replace(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
}

/** A module whose source is gone must not go on working. */
function removeOrphans(outputs: ReadonlySet<string>): void {
  if (!existsSync(dist)) return
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.js') && !outputs.has(file)) rmSync(path.join(dist, file))
  }
}
