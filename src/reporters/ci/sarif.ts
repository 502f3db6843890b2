/** `mutation.sarif`: survivors and code without tests as SARIF 2.1.0, for code scanning. */
import type { Reporter } from '../../model/reporter.js'
import type { RunResult } from '../../model/result.js'
import type { ReporterContext } from '../context.js'
import { SARIF_FILE } from '../file-names.js'
import { writeReport } from '../files.js'
import type { Judged } from '../summary.js'
import { broughtIn, summarise } from '../summary.js'
import { packageVersion } from '../../common/version.js'
import { findings, message, repositoryPrefix, smallestLocation } from './findings.js'

/** Code scanning keeps the first 5,000 results of a run. */
const MOST = 5000

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

export function createSarifReporter(context: ReporterContext): Reporter {
  return {
    name: 'sarif',
    async onFinish(result) {
      const log = sarif(result, repositoryPrefix(context.root))
      await writeReport(context.out, SARIF_FILE, `${JSON.stringify(log)}\n`)
    },
  }
}

/** The log; `prefix` leads from the root of the repository to the project. */
export function sarif(result: RunResult, prefix: string): object {
  const texts = new Map(result.sources.map((source) => [source.path, source.text]))
  const { survived, uncovered } = findings(result, summarise(result))
  const brought = broughtIn(result)
  const all = [...survived, ...uncovered]
  const sent = all.slice(0, MOST)
  const rules = [...new Set(sent.map(ruleId))].sort()
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mutate', semanticVersion: packageVersion(), rules: rules.map(rule) } },
        columnKind: 'utf16CodeUnits',
        results: sent.map((one) => ({
          ...sarifResult(one, rules, texts.get(one.mutant.file) ?? '', prefix),
          ...(brought && { baselineState: brought.has(one) ? 'new' : 'unchanged' }),
        })),
        ...(all.length > sent.length && { properties: { leftOut: all.length - sent.length } }),
      },
    ],
  }
}

function ruleId({ mutant, verdict }: Judged): string {
  return verdict.status === 'Survived' ? mutant.operator : `NoCoverage.${mutant.operator}`
}

function rule(id: string): object {
  const [first, operator] = id.split('.', 2)
  const help =
    'Read the change that is described, and add the test that would notice it; or, when the changed code is as good, keep the simpler one.'
  const texts = operator !== undefined
    ? { short: `No test reaches this code (${operator})`, full: `A mutant of ${operator} is in code that no test reaches.` }
    : { short: `A change by ${first} that no test notices`, full: `Tests reach this code, and pass all the same when ${first} changes it.` }
  return {
    id,
    shortDescription: { text: texts.short },
    fullDescription: { text: texts.full },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: operator === undefined ? 'warning' : 'note' },
    properties: { tags: ['tests', 'mutation-testing'] },
  }
}

function sarifResult(one: Judged, rules: readonly string[], text: string, prefix: string): object {
  const { mutant, verdict } = one
  const { start, end } = smallestLocation(one, text)
  return {
    ruleId: ruleId(one),
    ruleIndex: rules.indexOf(ruleId(one)),
    level: verdict.status === 'Survived' ? 'warning' : 'note',
    message: { text: withoutLinks(message(one)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri(`${prefix}${mutant.file}`) },
          region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        },
      },
    ],
    partialFingerprints: { 'mutant/v1': mutant.id, primaryLocationLineHash: `${mutant.id}:1` },
  }
}

/** A relative reference; a first segment with a colon would read as a scheme, so it is encoded too. */
function uri(path: string): string {
  return path.split('/').map((part) => encodeURIComponent(Buffer.from(part).toString())).join('/')
}

/** `[text](target)` in a message is a link in SARIF; source code must not become one. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (')
}
