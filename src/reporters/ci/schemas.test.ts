import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, it } from 'vitest'
import { cartResult, makeResult } from '../test-kit.js'
import { sarif } from './sarif.js'
import { hostileResult } from './test-hostile.js'

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as Record<string, unknown>
// The schema names draft 4, and uses nothing of it that differs from draft 7.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
delete schema['$schema']
delete schema['id']
const validate = ajv.compile(schema)

it.each([cartResult(), hostileResult(), makeResult({ sources: {}, mutants: [] })])('the SARIF log follows the published schema (%#)', (result) => {
  validate(JSON.parse(JSON.stringify(sarif(result, 'packages/a/'))))
  expect(validate.errors ?? []).toEqual([])
})

it('a log without runs, or with a misspelt level, is refused', () => {
  expect(validate({ version: '2.1.0' })).toBe(false)
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'mutate' } }, results: [{ message: { text: 'a' }, level: 'warn' }] }] })).toBe(false)
})
