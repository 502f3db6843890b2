/**
 * What the reports of real projects weigh: size, time to write, time to open in Chromium; and screenshots of both pages at
 * 1280 and 390 pixels, light and dark. The last row repeats the files of the first project until there are 10,000 mutants.
 * `node bench/reports.js <project or mutation.json>… [--out <folder for reports and screenshots>]`
 * A project is copied and judged first. Times are wall time on this machine: read them as an order of magnitude.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { createReporters } from '../dist/reporters/index.js'
import { readReport } from '../dist/saved/result.js'
import { runNode } from './lib/process.js'
import { copyProject, MUTATE } from './lib/project.js'

const MANY = 10_000
const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
if (positionals.length === 0) throw new Error('name projects, or mutation.json files')
const out = resolve(values.out ?? mkdtempSync(join(tmpdir(), 'mutate-reports-')))

const results = []
for (const given of positionals) results.push(await resultOf(given))
results.push({ name: `${results[0].name} ×${Math.ceil(MANY / results[0].result.mutants.length)}`, result: repeated(results[0].result) })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'],
})
const rows = []
try {
  for (const { name, result } of results) {
    const folder = join(out, name.replace(/\W+/g, '-'))
    const written = await writeAll(result, folder)
    for (const file of ['index.html', 'mutants.html']) {
      written[file].opened = await timeToOpen(join(folder, file))
      await screenshots(join(folder, file))
    }
    for (const [file, { bytes, ms, opened }] of Object.entries(written)) {
      rows.push({ report: name, mutants: result.mutants.length, file, kB: Math.round(bytes / 1000), 'written ms': rounded(ms), 'opened ms': rounded(opened) })
    }
  }
} finally {
  await browser.close()
}
console.table(rows)
console.log(`reports and screenshots: ${out}`)

function rounded(ms) {
  return ms === undefined ? '' : Math.round(ms)
}

/** The result of a project: judged now in a copy, or read from a report. */
async function resultOf(given) {
  if (given.endsWith('.json')) {
    const result = readReport(given)
    return { name: basename(result.root), result }
  }
  const copy = await copyProject(given)
  try {
    const { code, stderr } = await runNode([MUTATE, '--reporters', 'json', '--out', join(copy, 'reports')], { cwd: copy })
    const report = join(copy, 'reports', 'mutation.json')
    if (!existsSync(report)) throw new Error(`${given} could not be judged (exit code ${code}):\n${stderr}`)
    return { name: basename(resolve(given)), result: { ...readReport(report), root: resolve(given) } }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Lets each reporter write into the folder; size and time by file. */
async function writeAll(result, folder) {
  mkdirSync(folder, { recursive: true })
  const { stdout, stderr } = process
  const written = {}
  const byReporter = {
    json: ['mutation.json'], html: ['mutants.html', 'index.html'], sarif: ['mutation.sarif'], gitlab: ['gl-code-quality-report.json'],
    junit: ['junit.xml'], markdown: ['mutation.md'],
  }
  for (const [name, files] of Object.entries(byReporter)) {
    const [, reporter] = await createReporters([name], { root: result.root, out: folder, json: false, all: false, stdout, stderr, env: {} })
    const begun = performance.now()
    await reporter.onFinish(result)
    const ms = performance.now() - begun
    // Both pages are written together; the time stands beside the last.
    for (const file of files) written[file] = { bytes: statSync(join(folder, file)).size, ...(file === files.at(-1) && { ms }) }
  }
  return written
}

async function timeToOpen(file) {
  const page = await browser.newPage()
  await page.goto(pathToFileURL(file).href)
  const ms = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd)
  await page.close()
  return ms
}

async function screenshots(file) {
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: 1600 }, colorScheme })
      await page.goto(pathToFileURL(file).href)
      await page.waitForTimeout(500)
      writeFileSync(`${file}.${width}.${colorScheme}.png`, await page.screenshot())
      await page.close()
    }
  }
}

/** The same files again under other names, until there are enough mutants; texts and verdicts are the real ones. */
function repeated(result) {
  const copies = Array.from({ length: Math.ceil(MANY / result.mutants.length) }, (_, copy) => copy)
  const path = (file, copy) => (copy === 0 ? file : `copy${copy}/${file}`)
  const id = (old, copy) => `${old.slice(0, 9)}${String(copy).padStart(3, '0')}`
  return {
    ...result,
    sources: copies.flatMap((copy) => result.sources.map((source) => ({ ...source, path: path(source.path, copy) }))),
    mutants: copies.flatMap((copy) => result.mutants.map((mutant) => ({ ...mutant, id: id(mutant.id, copy), file: path(mutant.file, copy) }))),
    verdicts: copies.flatMap((copy) => result.verdicts.map((verdict) => ({ ...verdict, mutant: id(verdict.mutant, copy) }))),
  }
}
