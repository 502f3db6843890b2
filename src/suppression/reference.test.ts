import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operators } from '../operators/index.js'
import { rules } from './index.js'
import { operatorReference } from './reference.js'

test('docs/operators.md is what the operators and rules say today (node scripts/generate.js writes it)', () => {
  expect(readFileSync(new URL('../../docs/operators.md', import.meta.url), 'utf8')).toBe(operatorReference())
})

test('the reference has a part for every name of an operator and every rule', () => {
  const titles = [...operatorReference().matchAll(/^### (.+)$/gm)].map((match) => match[1])
  expect(titles).toHaveLength(new Set(titles).size)
  expect(new Set(titles)).toEqual(new Set([...operators.map(({ name }) => name), ...rules.map(({ id }) => id)]))
})
