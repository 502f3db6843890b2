/** Finds, loads and checks the config file: `mutate.config.*` or the `mutate` key of package.json. */
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { UserError } from '../model/errors.js'
import { nearest } from '../common/nearest.js'
import { type ConfigValues, flagName, optionList } from './table.js'
import { complaint, shown } from './values.js'

export interface LoadedConfig {
  /** Absolute path of the file; undefined when there is none. */
  readonly file: string | undefined
  readonly values: ConfigValues
}

const EXTENSIONS = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json']

/**
 * Loads the config of a project.
 * @param root absolute path of the project
 * @param explicit absolute path of the file asked for with `--config`
 * @throws UserError when it can not be read, is not an object, or holds an unknown key or a wrong value
 */
export async function loadConfig(root: string, explicit?: string): Promise<LoadedConfig> {
  const file = explicit ?? findConfigFile(root)
  const manifest = path.join(root, 'package.json')
  if (explicit !== undefined && !existsSync(explicit)) throw new UserError(`config file not found: ${explicit}`)
  if (file !== undefined && path.basename(file) !== 'package.json') {
    const name = displayName(root, file)
    if (explicit === undefined && manifestConfig(manifest) !== undefined) {
      throw new UserError(`both ${name} and the "mutate" key of package.json hold a config; keep one of them`)
    }
    return { file, values: checkConfig(await readConfigFile(file, name), name) }
  }
  const found = manifestConfig(file ?? manifest)
  if (found === undefined) {
    if (explicit !== undefined) throw new UserError(`${explicit} has no "mutate" key`)
    return { file: undefined, values: {} }
  }
  return { file: file ?? manifest, values: checkConfig(found, 'package.json, key "mutate"') }
}

function findConfigFile(root: string): string | undefined {
  const names = EXTENSIONS.map((extension) => `mutate.config.${extension}`)
  // A link that leads nowhere counts: whoever made it believes that there is a config.
  const found = names.filter((name) => lstatSync(path.join(root, name), { throwIfNoEntry: false }) !== undefined)
  if (found.length > 1) throw new UserError(`more than one config file: ${found.join(', ')}; keep one of them`)
  return found[0] === undefined ? undefined : path.join(root, found[0])
}

function manifestConfig(file: string): unknown {
  if (!existsSync(file)) return undefined
  const manifest = readJson(file, 'package.json')
  if (typeof manifest !== 'object' || manifest === null || !Object.hasOwn(manifest, 'mutate')) return undefined
  return (manifest as Record<string, unknown>)['mutate']
}

async function readConfigFile(file: string, name: string): Promise<unknown> {
  const extension = path.extname(file).slice(1)
  if (!EXTENSIONS.includes(extension)) {
    throw new UserError(`${name}: a config file ends in ${EXTENSIONS.map((each) => `.${each}`).join(', ')}`)
  }
  if (extension === 'json') return readJson(file, name)
  return importConfig(file, name, /^m?ts$/u.test(extension))
}

/** The default export, awaited and copied here, so that what it throws is known to come from the config. */
async function importConfig(file: string, name: string, typescript: boolean): Promise<unknown> {
  try {
    const load = typescript && !nodeReadsTypeScript() ? importWithJiti : importWithNode
    const exported = await load(file)
    const config: unknown = await exported['default']
    if (config === undefined) throw new UserError(`${name} has no default export; write: export default { … }`)
    return typeof config === 'object' && config !== null && !Array.isArray(config) ? { ...config } : config
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${name} could not be loaded: ${describe(error, file)}`, undefined, { cause: error })
  }
}

async function importWithNode(file: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>
}

function nodeReadsTypeScript(): boolean {
  return Boolean((process.features as unknown as { typescript?: string | false }).typescript)
}

async function importWithJiti(file: string): Promise<Record<string, unknown>> {
  const { createJiti } = await import('jiti').catch((error: unknown) => {
    throw new UserError(
      `${path.basename(file)} needs the package jiti on Node ${process.versions.node}; `
        + 'npm install --save-dev jiti, or write the config in JavaScript',
      undefined,
      { cause: error },
    )
  })
  const jiti = createJiti(import.meta.url, { fsCache: false, interopDefault: false })
  return jiti.import<Record<string, unknown>>(file)
}

/** The first line of an error and, where its stack tells, the line of the config it comes from. */
function describe(error: unknown, file: string): string {
  if (!(error instanceof Error)) return `it threw ${shown(error)}`
  const message = error.message.split('\n').find((line) => line.trim() !== '')?.trim() ?? error.name
  const stack = error.stack ?? ''
  const at = stack.indexOf(file)
  const place = at < 0 ? undefined : /^:(\d+)/u.exec(stack.slice(at + file.length))?.[1]
  return place === undefined ? message : `${message} (line ${place})`
}

function readJson(file: string, name: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/u, '')
  } catch (error) {
    throw new UserError(`${name} could not be read: ${describe(error, file)}`, undefined, { cause: error })
  }
  if (text.trim() === '') throw new UserError(`${name} is empty; write {} or remove the file`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${name} is not valid JSON: ${jsonProblem(error, text)}`, undefined, { cause: error })
  }
}

/** What the JSON parser said, with its offset turned into a line and a column. */
function jsonProblem(error: unknown, text: string): string {
  const message = String(error).replace(/^SyntaxError: /u, '').split('\n')[0] ?? ''
  const offset = / at position (\d+)/u.exec(message)?.[1]
  if (offset === undefined) return message
  const before = text.slice(0, Number(offset)).split('\n')
  const what = message.slice(0, message.indexOf(' at position')).replace(/ in JSON$/u, '')
  return `${what} at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

/**
 * The config when it is right.
 * @param name the file as the user knows it, for messages
 */
export function checkConfig(config: unknown, name: string): ConfigValues {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    const held = Array.isArray(config) ? 'an array' : shown(config)
    throw new UserError(`${name} must hold an object, not ${held}`)
  }
  const values: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(config)) {
    if (key === '$schema' || value === undefined) continue
    const spec = optionList.find((each) => each.config && each.key === key)
    if (spec === undefined) throw new UserError(`${name}: ${unknownKey(key)}`)
    const wrong = complaint(spec, value)
    if (wrong !== undefined) throw new UserError(`${name}: "${key}" ${wrong}`)
    values[key] = value
  }
  return values
}

function unknownKey(key: string): string {
  const flag = optionList.find((spec) => !spec.config && (spec.key === key || flagName(spec) === `--${key}`))
  if (flag !== undefined) return `"${key}" can not stand in the config; use the flag ${flagName(flag)}`
  const known = optionList.filter((spec) => spec.config).map((spec) => spec.key)
  const near = nearest(key, known)
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`
  return `unknown key ${shown(key)}; ${hint}`
}

function displayName(root: string, file: string): string {
  const relative = path.relative(root, file)
  return relative.startsWith('..') ? file : relative.split(path.sep).join('/')
}
