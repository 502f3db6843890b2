import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { RunOptions } from '../model/options.js'
import { settingsOf } from '../settings.js'
import { configType, jsonSchema, withReference } from './generate.js'
import { type ConfigValues, groups, optionList } from './table.js'
import type { MutateConfig } from './user-config.js'
import { complaint } from './values.js'

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
}

describe('what is written from the option table is up to date (node scripts/generate.js writes it)', () => {
  test('the JSON Schema', () => {
    expect(read('schema/mutate.schema.json')).toBe(jsonSchema())
  })

  test('the reference in the docs', () => {
    const document = read('docs/configuration.md')
    expect(document).toBe(withReference(document))
  })

  test('the type of a config', () => {
    expect(read('src/options/user-config.ts')).toBe(configType())
    expectTypeOf<MutateConfig>().toEqualTypeOf<ConfigValues>()
  })
})

describe('the option table', () => {
  test('names each key and each flag once', () => {
    const flags = optionList.flatMap(({ flag }) => flag?.split(' ')[0] ?? [])
    expect(new Set(flags).size).toBe(flags.length)
    expect(new Set(optionList.map(({ key }) => key)).size).toBe(optionList.length)
  })

  test('lets a plan be made with all that a run has to have in common with it', () => {
    const shared = [...Object.keys(settingsOf({ customOperators: [], customRules: [] } as unknown as RunOptions)), 'customOperators', 'customRules']
    const told = optionList.filter(({ key }) => shared.includes(key))
    expect(told.filter(({ commands }) => !commands.includes('plan')).map(({ key }) => key)).toEqual([])
    expect(told).toHaveLength(shared.length - 1)
  })

  test('tells one sentence about each option', () => {
    for (const { doc, group } of optionList) {
      expect(doc).toMatch(/^[A-Z].*\.$/u)
      expect(groups).toContain(group)
    }
  })

  test('has defaults that pass its own checks', () => {
    for (const spec of optionList) {
      if (spec.default !== undefined) expect(complaint(spec, spec.default)).toBeUndefined()
    }
  })
})

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(jsonSchema()) as object)
  const samples: readonly unknown[] = [
    null, true, false, 0, 1, 4, -1, 1.5, 50, 100, 100.5, '', ' ', 'x', '50%', '0%', '0.0%', '12.5%', '5 %', '-1%',
    [], [{}], [{ paths: ['a'] }], [{ paths: [] }], [{ paths: ['a'], operators: ['x'], suppress: 1 }], [{ paths: ['a'], rules: ['-x'] }], ['x'], [''], [1], ['text'], ['json', 'html'], ['xml'], {}, ['default', '-Regex'],
  ]

  test('accepts what the loader accepts, and nothing else', () => {
    for (const spec of optionList.filter(({ config }) => config)) {
      for (const sample of samples) {
        const accepted = complaint(spec, sample) === undefined
        expect([spec.key, sample, validate({ [spec.key]: sample })]).toEqual([spec.key, sample, accepted])
      }
    }
  })

  test('knows no other keys', () => {
    expect(validate({ frobnicate: 1 })).toBe(false)
    expect(validate({ $schema: './x.json' })).toBe(true)
  })
})
