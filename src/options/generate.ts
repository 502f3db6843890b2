/** What is written out of the option table: the JSON Schema, the reference in the docs, the type of a config. */
import { groups, optionList, type OptionSpec } from './table.js'
import { DURATION, MODULE } from './values.js'

const SCHEMA_ID = 'https://unpkg.com/mutate-cli/schema/mutate.schema.json'

const configurable = optionList.filter((spec) => spec.config)

/** The JSON Schema of a config file, as text. */
export function jsonSchema(): string {
  const properties = Object.fromEntries(configurable.map((spec) => [spec.key, property(spec)]))
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SCHEMA_ID,
    title: 'Configuration of mutate',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Where this schema is, for editors.' },
      ...properties,
    },
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function property(spec: OptionSpec): object {
  return {
    description: spec.doc.replaceAll('`', ''),
    ...shape(spec),
    ...(spec.default !== undefined && { default: spec.default }),
  }
}

function shape(spec: OptionSpec): object {
  const text = { type: 'string', pattern: '\\S' }
  switch (spec.kind) {
    case 'path':
    case 'ref':
    case 'shard': return text
    case 'duration': return { type: 'string', pattern: DURATION.source }
    case 'gates': return {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          minScore: { type: 'number', minimum: 0, maximum: 100 },
          minCovered: { type: 'number', minimum: 0, maximum: 100 },
          maxSurvivors: { type: 'integer', minimum: 0 },
        },
        additionalProperties: false,
      },
    }
    case 'boolean': return { type: 'boolean' }
    case 'percent': return { type: 'number', minimum: 0, maximum: 100 }
    case 'count': return { type: 'integer', minimum: 0 }
    case 'workers': return {
      anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string', pattern: '^(?=.*[1-9])\\d+(\\.\\d+)?%$' }],
    }
    // Functions cannot stand in JSON.
    case 'operatorDefinitions':
    case 'ruleDefinitions': return { type: 'array', maxItems: 0 }
    case 'overrides': return { type: 'array', items: override(text) }
    default: return {
      type: 'array',
      items: spec.choices === undefined ? text : items(spec, spec.choices),
      ...(spec.nonEmpty === true && { minItems: 1 }),
    }
  }
}

function override(text: object): object {
  const list = { type: 'array', items: text, minItems: 1 }
  return {
    type: 'object',
    required: ['paths'],
    additionalProperties: false,
    properties: { paths: list, operators: list, rules: list, suppress: { type: 'boolean' } },
  }
}

function items({ modules }: OptionSpec, choices: readonly string[]): object {
  return modules === true ? { anyOf: [{ enum: choices }, { type: 'string', pattern: MODULE.source }] } : { enum: choices }
}

/** The reference of all options in Markdown, one table a group. */
export function optionReference(): string {
  return groups.map((group) => {
    const rows = optionList.filter((spec) => spec.group === group).map(markdownRow)
    const head = ['| key | flag | what it does | default |', '|---|---|---|---|']
    return [`### ${group}`, '', ...head, ...rows].join('\n')
  }).join('\n\n')
}

function markdownRow(spec: OptionSpec): string {
  const cells = [
    spec.config ? code(spec.key) : '–',
    spec.flag === undefined ? (spec.key === 'paths' ? 'arguments' : '–') : code(spec.flag),
    spec.doc + (spec.choices === undefined ? '' : ` Known: ${spec.choices.map(code).join(', ')}.`)
      + (spec.commands.length === 1 ? ` Only for ${code(`mutate ${spec.commands[0] ?? ''}`)}.` : ''),
    spec.defaultText ?? code(JSON.stringify(spec.default)),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function code(text: string): string {
  return `\`${text}\``
}

/** The source of `user-config.ts`: the type of a config, with the docs that editors show. */
export function configType(): string {
  const fields = configurable.map((spec) => {
    const fallback = spec.defaultText ?? code(JSON.stringify(spec.default))
    return `  /**\n   * ${spec.doc}\n   * Default: ${fallback}.\n   */\n  readonly ${spec.key}?: ${typeText(spec)}`
  })
  return `/** The type of a config file; written from the option table by scripts/generate.js, do not edit. */

import type { CustomOperator, CustomRule, Override } from '../model/custom.js'
import type { PathGate } from '../model/options.js'
import type { Reporter } from '../model/reporter.js'
import type { CreateReporter } from '../reporters/user.js'

export interface MutateConfig {
${fields.join('\n')}
}
`
}

function typeText(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'path':
    case 'ref':
    case 'shard':
    case 'duration': return 'string'
    case 'gates': return 'Readonly<Record<string, PathGate>>'
    case 'boolean': return 'boolean'
    case 'percent':
    case 'count': return 'number'
    case 'workers': return 'number | `${number}%`'
    case 'operatorDefinitions': return 'readonly CustomOperator[]'
    case 'ruleDefinitions': return 'readonly CustomRule[]'
    case 'overrides': return 'readonly Override[]'
    default: return spec.choices === undefined
      ? 'readonly string[]'
      : `readonly (${spec.choices.map((choice) => `'${choice}'`).join(' | ')}${spec.modules === true ? ' | (string & Record<never, never>) | Reporter | CreateReporter' : ''})[]`
  }
}

const BEGIN = '<!-- options: written by scripts/generate.js -->'
const END = '<!-- end of options -->'

/** A document with the part between its two marks replaced by the option reference. */
export function withReference(document: string): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`the document lacks the marks ${BEGIN} and ${END}`)
  return `${document.slice(0, from)}${BEGIN}\n\n${optionReference()}\n\n${document.slice(to)}`
}
