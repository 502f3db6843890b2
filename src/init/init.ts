/** Sets a project up: config, script, and what to write into CI. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { UserError } from '../model/errors.js'
import { packageManagerOf, type PackageManager } from './package-manager.js'
import { isSupported, SUPPORTED } from '../runners/vitest/supported.js'

/** Of this package. */
const NAME = 'mutate-cli'
const CONFIGS = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((extension) => `mutate.config.${extension}`)

/**
 * Writes what is not there yet.
 * @returns what was done, and what is left to do, one line each
 */
export function initialise(root: string): string[] {
  const manifest = readManifest(root)
  const manager = packageManagerOf(root)
  const runner = findRunner(root, manifest, manager)
  return [
    runner, ...writeConfig(root, manifest), ...addScript(root, manifest, manager), ...toAdd(manifest, manager), ...toIgnore(root),
    '', ...ciLines(root, manager),
  ]
}

interface Manifest {
  readonly text: string
  readonly value: Readonly<Record<string, unknown>>
}

function readManifest(root: string): Manifest {
  const path = join(root, 'package.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UserError(`there is no package.json in ${root}; begin with npm init, or name the project with --root`)
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { text, value: value as Manifest['value'] }
  } catch {
    // Told below.
  }
  throw new UserError(`${path} holds no JSON object; mend it first`)
}

/** Vitest is what this tool drives; others are named so that nobody wonders. */
function findRunner(root: string, { value }: Manifest, { add, install }: PackageManager): string {
  try {
    const path = createRequire(join(root, 'package.json')).resolve('vitest/package.json')
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
    if (isSupported(version)) return `found Vitest ${version}`
    throw new UserError(`Vitest ${version} is not supported; mutate works with ${SUPPORTED}: ${add} vitest@latest`)
  } catch (error) {
    if (error instanceof UserError) throw error
    const all = dependenciesOf(value)
    const other = ['jest', 'mocha', 'ava', 'jasmine', 'tap', 'uvu'].find((name) => Object.hasOwn(all, name))
    const why = Object.hasOwn(all, 'vitest') ? `Vitest is in package.json but not installed; run ${install}`
      : other === undefined ? `no Vitest found; install it: ${add} vitest`
      : `this project is tested with ${other}, and mutate works with ${SUPPORTED}`
    throw new UserError(why, undefined, { cause: error })
  }
}

function dependenciesOf(value: Manifest['value']): object {
  return { ...value['dependencies'] as object | undefined, ...value['devDependencies'] as object | undefined }
}

/** CI installs what package.json names. */
function toAdd({ value }: Manifest, { add }: PackageManager): string[] {
  return value['name'] === NAME || Object.hasOwn(dependenciesOf(value), NAME) ? [] : [`add ${NAME} to the project, so that CI has it too: ${add} ${NAME}`]
}

/** The folder of reports is the only one that does not ignore itself. */
function toIgnore(root: string): string[] {
  let text: string
  try {
    text = readFileSync(join(root, '.gitignore'), 'utf8')
  } catch {
    return []
  }
  return /^\/?(?:\*\*\/)?reports(?:\/mutation)?\/?\s*$/mu.test(text) ? [] : ['add reports/mutation to .gitignore']
}

function writeConfig(root: string, { value }: Manifest): string[] {
  const there = Object.hasOwn(value, 'mutate') ? 'the "mutate" key of package.json' : CONFIGS.find((name) => existsSync(join(root, name)))
  if (there !== undefined) return [`kept ${there} as it is`]
  const typed = existsSync(join(root, 'tsconfig.json'))
  const name = typed ? 'mutate.config.ts' : 'mutate.config.mjs'
  writeFileSync(join(root, name), configText(), { flag: 'wx' })
  return [`wrote ${name}`]
}

function configText(): string {
  return `/** @type {import('mutate-cli').MutateConfig} */
export default {
  // What to mutate. Without this: what the tests load, and all that is in src and lib.
  // paths: ['src', 'src/cart.ts:12-40'],

  // A level (default, all, stryker) and/or names of operators; -Name leaves one out. See: mutate describe
  operators: ['default'],

  // Where there is a tsconfig.json, survivors that do not compile are left out. Off with:
  // typeCheck: false,

  // text json html sarif github gitlab junit markdown badge
  reporters: ['text', 'json', 'html'],

  // Gates for CI: exit code 1 below, 4 when too little could be judged.
  // minScore: 80,
  // gates: { 'src/billing': { minScore: 95 } },
}
`
}

/** Puts one line in front of the other scripts, as they are indented; everything else stays byte for byte. */
function addScript(root: string, { text, value }: Manifest, { script }: PackageManager): string[] {
  const scripts = value['scripts'] as Readonly<Record<string, unknown>> | undefined
  if (scripts && Object.values(scripts).some((script) => typeof script === 'string' && /(?:^|\s)mutate(?:\s|$)/u.test(script))) {
    return ['kept the script that runs mutate']
  }
  if (scripts && Object.hasOwn(scripts, 'mutate')) return ['kept the script "mutate", which runs something else; add one: "mutation": "mutate"']
  const changed = withScript(text, scripts)
  const parsed = changed === undefined ? undefined : parse(changed)
  if (changed === undefined || (parsed?.['scripts'] as Record<string, unknown> | undefined)?.['mutate'] !== 'mutate') {
    return ['add a script to package.json: "mutate": "mutate"']
  }
  writeFileSync(join(root, 'package.json'), changed)
  return [`added the script "mutate" to package.json: ${script} mutate`]
}

function withScript(text: string, scripts: object | undefined): string | undefined {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = /^\{\s*?\n([ \t]+)"/u.exec(text.replaceAll('\r\n', '\n').replace(/^\uFEFF/u, ''))?.[1] ?? '  '
  if (scripts === undefined) {
    const end = text.lastIndexOf('}')
    const before = text.slice(0, end).trimEnd()
    const comma = before.endsWith('{') ? '' : ','
    return `${before}${comma}${newline}${indent}"scripts": {${newline}${indent}${indent}"mutate": "mutate"${newline}${indent}}${newline}${text.slice(end)}`
  }
  // The key at the top level: two braces deep it would be indented further.
  const key = new RegExp(`(?:^\\uFEFF?\\{\\s*|\\n${indent})"scripts"\\s*:\\s*\\{`, 'u').exec(text)
  if (!key) return undefined
  const at = key.index + key[0].length
  const rest = text.slice(at)
  const inside = /^(\r?\n[ \t]*)"/u.exec(rest)
  if (inside) return `${text.slice(0, at)}${inside[1] ?? ''}"mutate": "mutate",${rest}`
  if (Object.keys(scripts).length > 0) return `${text.slice(0, at)} "mutate": "mutate",${rest}`
  return `${text.slice(0, at)}${newline}${indent}${indent}"mutate": "mutate"${newline}${indent}${rest.trimStart()}`
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, '')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function ciLines(root: string, { install, exec, steps }: PackageManager): string[] {
  if (existsSync(join(root, '.gitlab-ci.yml'))) {
    return [
      'For GitLab, in .gitlab-ci.yml (GIT_DEPTH: 0 fetches the whole history):',
      '  mutation:', '    variables: { GIT_DEPTH: 0 }', '    script:', `      - ${install}`,
      `      - ${exec} mutate --since "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME" --min-score 80 --reporters text,json,gitlab`,
    ]
  }
  return [
    'For GitHub Actions, as steps of a job for pull requests:',
    '  - uses: actions/checkout@v4', '    with: { fetch-depth: 0 }', ...steps.map((step) => `  ${step}`), `  - run: ${install}`,
    `  - run: ${exec} mutate --since "origin/$GITHUB_BASE_REF" --min-score 80`,
  ]
}
