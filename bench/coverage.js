/**
 * Shows that coverage from elsewhere changes no verdict: makes it with Vitest's two providers, with c8 and with nyc, whole and
 * one for each test file, runs mutate with each and without, and prints where statuses differ.
 * Run: node bench/coverage.js <folder of a project> [sources that nyc instruments]
 * What is missing is installed into a temporary copy. Neither c8 nor nyc sees what Vitest compiles: for c8 the sources are built
 * first, for nyc they are instrumented, and the project's own Vitest config is left out.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { copyWithPackages, runMutate } from './lib/project.js'

const root = resolve(process.argv[2] ?? '.')
const sources = process.argv[3] ?? 'src'
const folder = copyWithPackages(root)
const bin = (name) => join(folder, 'node_modules', '.bin', name)

function run(command, args, { env = {}, mayFail = false } = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, CI: 'true', NODE_ENV: '', ...env },
  })
  if (status !== 0 && !mayFail) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`.slice(0, 4000))
  return stdout
}

function install() {
  // What a link leads to belongs to others.
  const own = lstatSync(join(folder, 'node_modules'), { throwIfNoEntry: false })?.isDirectory() ? folder : undefined
  if (!own) rmSync(join(folder, 'node_modules'), { force: true })
  const { version } = JSON.parse(readFileSync(createRequire(join(own ?? import.meta.dirname, 'package.json')).resolve('vitest/package.json'), 'utf8'))
  // Not beside the project's own packages: its lockfile may be of another package manager.
  const place = join(folder, '.bench-tools')
  mkdirSync(place)
  run('npm', ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', '--legacy-peer-deps', 'c8@10', 'nyc@17',
    `@vitest/coverage-v8@${version}`, `@vitest/coverage-istanbul@${version}`, `vitest@${version}`])
  for (const name of ['coverage-v8', 'coverage-istanbul']) {
    rmSync(join(folder, 'node_modules/@vitest', name), { recursive: true, force: true })
  }
  // A whole tree of packages of one version; what the project itself needs stays where it is missing there.
  cpSync(join(place, 'node_modules'), join(folder, 'node_modules'), { recursive: true, force: true, verbatimSymlinks: true, dereference: false })
}

/** Runs Vitest with coverage on; `files` are test files, none for all. */
function vitest(provider, out, ...files) {
  run(process.execPath, [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage.enabled', `--coverage.provider=${provider}`, `--coverage.include=${sources}/**`,
    '--coverage.reporter=json', '--coverage.reporter=lcovonly', `--coverage.reportsDirectory=${out}`, '--coverage.thresholds=', ...files], { mayFail: true })
}

/** Each test file alone: a report folder called like it. */
function eachTestFile(provider, out) {
  const list = run(process.execPath, [join(folder, 'node_modules/vitest/vitest.mjs'), 'list', '--filesOnly', '--json'])
  const files = JSON.parse(list.slice(list.indexOf('[')))
  for (const { file } of files) {
    const path = file.slice(folder.length + 1)
    vitest(provider, join(out, path), path)
  }
}

/** Vitest with this alone as its config: `config` is the text of an object. */
function withConfig(config, setup = '') {
  writeFileSync(join(folder, '.bench-setup.mjs'), setup)
  writeFileSync(join(folder, '.bench.config.mjs'), `import { existsSync } from 'node:fs'\nexport default ${config}\n`)
  return [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage.enabled=false', '--config', '.bench.config.mjs']
}

/** c8 sees what Node itself loads, and workers that are ended write nothing of themselves: the sources are built, with source maps, and tests take what was built. */
function c8(out) {
  writeFileSync(join(folder, '.bench.build.mjs'), `import { globSync } from '${pathToFileURL(join(folder, '.bench-tools/node_modules/tinyglobby/dist/index.mjs')).href}'
const entry = Object.fromEntries(globSync('${sources}/**/*.{ts,js,mjs}', { ignore: '**/*.d.ts' }).map((path) => [path.replace(/\\.[^.]+$/, ''), path]))
export default { build: { outDir: 'bench-built', sourcemap: true, minify: false, target: 'esnext', lib: { entry, formats: ['es'] },
  rollupOptions: { treeshake: false, external: /^[^./]/, output: { entryFileNames: '[name].mjs' } } } }\n`)
  run(process.execPath, [join(folder, 'node_modules/vite/bin/vite.js'), 'build', '--config', '.bench.build.mjs', '--logLevel', 'error'])
  const args = withConfig(`{
    plugins: [{ name: 'built', enforce: 'pre', async resolveId(id, importer) {
      const found = importer && !importer.includes('/node_modules/') ? await this.resolve(id, importer, { skipSelf: true }) : undefined
      const path = found?.id.startsWith('${folder}/${sources}/') ? found.id.replace('${folder}/', '${folder}/bench-built/').replace(/\\.[^.]+$/, '.mjs') : ''
      return existsSync(path) ? path : undefined
    } }],
    test: { globals: true, setupFiles: ['./.bench-setup.mjs'], server: { deps: { external: [/bench-built/] } } },
  }`, `import v8 from 'node:v8'\nafterAll(() => { v8.takeCoverage() })\n`)
  run(bin('c8'), ['--reporter=json', '--reports-dir', out, '--include', 'bench-built/**', process.execPath, ...args], { mayFail: true })
}

/** Sources as nyc instruments them take the place of the sources for one run; a set-up file writes down what they counted. */
function nyc(out) {
  const kept = join(folder, '.bench-sources')
  cpSync(join(folder, sources), kept, { recursive: true })
  try {
    const settings = { extension: ['.ts', '.js', '.mjs'], parserPlugins: ['typescript', 'jsx'], include: [`${sources}/**`], cache: false }
    writeFileSync(join(folder, '.nycrc.json'), JSON.stringify(settings))
    run(bin('nyc'), ['instrument', sources, '.bench-instrumented'])
    cpSync(join(folder, '.bench-instrumented'), join(folder, sources), { recursive: true })
    const args = withConfig(`{ test: { globals: true, setupFiles: ['./.bench-setup.mjs'] } }`, `
import { mkdirSync, writeFileSync } from 'node:fs'
afterAll(() => {
  mkdirSync('${out}', { recursive: true })
  if (globalThis.__coverage__) writeFileSync('${out}/' + process.pid + '-' + Date.now() + '.json', JSON.stringify(globalThis.__coverage__))
})\n`)
    run(process.execPath, args, { mayFail: true })
  } finally {
    rmSync(join(folder, sources), { recursive: true })
    cpSync(kept, join(folder, sources), { recursive: true })
    rmSync(kept, { recursive: true })
  }
}

const statusesOf = (report) => new Map(Object.values(report.files).flatMap((file) => file.mutants.map(({ id, status }) => [id, status])))
const isDetected = (status) => status === 'Killed' || status === 'Timeout'

try {
  install()
  const places = { v8: 'v8', istanbul: 'istanbul', c8: 'c8', nyc: 'nyc' }
  for (const name of Object.keys(places)) places[name] = join(folder, '.bench-coverage', name)
  vitest('v8', places.v8)
  vitest('istanbul', places.istanbul)
  c8(places.c8)
  nyc(places.nyc)
  for (const name of ['.bench.config.mjs', '.bench.build.mjs', '.bench-setup.mjs', '.nycrc.json', '.bench-instrumented', 'bench-built']) rmSync(join(folder, name), { recursive: true, force: true })
  const each = join(folder, '.bench-coverage', 'each')
  eachTestFile('istanbul', each)
  const without = statusesOf((await runMutate(folder)).report)
  const own = join(folder, '.bench-coverage', 'own')
  cpSync(join(folder, '.mutate/coverage'), own, { recursive: true })
  const forms = {
    'Vitest, v8': places.v8, 'Vitest, v8, lcov': join(places.v8, 'lcov.info'),
    'Vitest, istanbul': places.istanbul, 'Vitest, istanbul, lcov': join(places.istanbul, 'lcov.info'),
    c8: places.c8, nyc: places.nyc, 'istanbul, one for each test file': each, 'what mutate kept': own,
  }
  console.log('| coverage | mutants | not covered without | not covered with | other status |')
  console.log('|---|---|---|---|---|')
  let differences = 0
  for (const [name, path] of Object.entries(forms)) {
    if (!existsSync(path)) {
      console.log(`| ${name} | was not made | | | |`)
      continue
    }
    let report
    try {
      ({ report } = await runMutate(folder, ['--coverage', path]))
    } catch (error) {
      differences++
      console.log(`| ${name} | ${error.message.split('\n').slice(0, 2).join(' ')} | | | |`)
      continue
    }
    const given = statusesOf(report)
    const uncovered = (statuses) => [...statuses.values()].filter((status) => status === 'NoCoverage').length
    const other = [...new Set([...without.keys(), ...given.keys()])].filter((id) => {
      const [a, b] = [without.get(id), given.get(id)]
      return a !== b && !(isDetected(a) && isDetected(b))
    })
    differences += other.length
    console.log(`| ${name} | ${given.size} | ${uncovered(without)} | ${uncovered(given)} | ${other.length} |`)
    for (const id of other) console.error(`${name}: ${id}: ${without.get(id) ?? 'not there'} without, ${given.get(id) ?? 'not there'} with`)
  }
  process.exitCode = differences === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
