import { expect, it } from 'vitest'
import { subjectOf } from './home.js'

it.each([
  ['src/schemas/string/string.ts', 'string'],
  ['src/schemas/string/string.test.ts', 'string'],
  ['test/string.spec.tsx', 'string'],
  ['src/string/index.ts', 'string'],
  ['src/string/__tests__/index.test.ts', 'string'],
  ['src/addDays/test.ts', 'addDays'],
  ['src/reg-exp-router/router.test.ts', 'router'],
  ['tests/date-test.js', 'date'],
  ['index.test.js', 'index'],
])('the file %s is about %s', (path, subject) => {
  expect(subjectOf(path)).toBe(subject)
})
