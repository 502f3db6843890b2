/** `junit.xml`: each mutant as a test case, for tools that show test results. */
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import type { ReporterContext } from '../context.js'
import { JUNIT_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import type { FileSummary, Judged } from '../summary.js'
import { summarise } from '../summary.js'
import { stripAnsi } from '../terminal.js'
import { message } from './findings.js'

export function createJunitReporter(context: ReporterContext): Reporter {
  return {
    name: 'junit',
    async onFinish(result) {
      await writeReport(context.out, JUNIT_FILE, junit(result))
    },
  }
}

/** The document: a suite for each file; a survivor or a mutant without tests is a failure. */
export function junit(result: RunResult): string {
  const { files, total } = summarise(result)
  const suites = files.filter((file) => file.judged.length > 0)
  const failures = total.Survived + total.NoCoverage
  const errors = total.RuntimeError + total.CompileError
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mutate" tests="${result.mutants.length}" failures="${failures}" errors="${errors}" time="${seconds(result.timings.total)}">
${suites.map(suite).join('')}</testsuites>
`
}

function suite({ path, counts, judged }: FileSummary): string {
  const failures = counts.Survived + counts.NoCoverage
  const errors = counts.RuntimeError + counts.CompileError
  const skipped = counts.Ignored + counts.Pending
  const time = judged.reduce((sum, { verdict }) => sum + verdict.receipt.durationMs, 0)
  return `<testsuite name="${attribute(path)}" tests="${judged.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(time)}">
${judged.map((one) => testCase(path, one)).join('')}</testsuite>
`
}

function testCase(path: string, one: Judged): string {
  const { mutant, verdict } = one
  const { start } = mutant.location
  const name = `${start.line}:${start.column} ${mutant.operator} ${short(mutant.original)} → ${short(mutant.replacement)} (${mutant.id})`
  const head = `<testcase classname="${attribute(path)}" name="${attribute(name)}" time="${seconds(verdict.receipt.durationMs)}"`
  const inside = outcome(one)
  return inside === '' ? `${head}/>\n` : `${head}>${inside}</testcase>\n`
}

function outcome(one: Judged): string {
  const { mutant, verdict } = one
  const reason = verdict.reason ?? verdict.receipt.failure?.message ?? mutant.ignored?.reason ?? ''
  switch (verdict.status) {
    case 'Survived':
    case 'NoCoverage':
      return `<failure type="${verdict.status}" message="${attribute(message(one))}">${cdata(change(one))}</failure>`
    case 'RuntimeError':
    case 'CompileError':
      return `<error type="${verdict.status}" message="${attribute(reason)}"/>`
    case 'Ignored':
    case 'Pending':
      return `<skipped message="${attribute(reason === '' ? 'not run' : reason)}"/>`
    case 'Killed':
    case 'Timeout':
      return ''
  }
}

function change({ mutant }: Judged): string {
  const lines = (sign: string, text: string) => text.split(/\r?\n/).slice(0, 20).map((line) => `${sign} ${line.slice(0, 500)}`)
  return [`${mutant.file}:${mutant.location.start.line}`, ...lines('-', mutant.original), ...lines('+', mutant.replacement)].join('\n')
}

function short(code: string): string {
  const flat = code.slice(0, 200).replace(/\s+/g, ' ').trim()
  return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat
}

/** Decimal seconds, without an exponent. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

// Lone halves of a pair, and what XML 1.0 has no way to write.
const forbidden = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text that XML 1.0 can hold, without terminal escapes. */
function allowed(text: string): string {
  return stripAnsi(text).replace(forbidden, '')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' }

function attribute(text: string): string {
  return allowed(text).replace(/[&<>"\n\r\t]/g, (char) => entities[char] ?? char)
}

function cdata(text: string): string {
  return `<![CDATA[${allowed(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
