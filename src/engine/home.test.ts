import { expect, it } from 'vitest'
import { createHomes, nearTo, subjectOf } from './home.js'

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

it('a test file is as near to sources as the folders that lead to both, and nearer when it is about the same', () => {
  const near = nearTo(['packages/core/src/list.ts', 'packages/core/src/deep/tree.ts'])
  const files = ['packages/core/src/deep/__tests__/tree.spec.ts', 'packages/core/test/list.test.ts', 'packages/core/test/map.test.ts', 'packages/dom/test/list.test.ts', 'e2e/list.test.ts']
  expect(files.map(near)).toEqual([4, 3, 2, 2, 1])
})

it('test files are at home in the sources that they are nearest to, where some are nearer than others', () => {
  const isHome = createHomes(['src/array/chunk.spec.ts', 'src/array/zip.spec.ts', 'src/text/trim.spec.ts'])
  expect(['src/array/chunk.spec.ts', 'src/array/zip.spec.ts'].map((file) => isHome(file, 'src/array/chunk.ts'))).toEqual([true, false])
  expect(['src/array/chunk.spec.ts', 'src/array/zip.spec.ts', 'src/text/trim.spec.ts'].map((file) => isHome(file, 'src/array/limits.ts'))).toEqual([true, true, false])
  expect(isHome('src/text/trim.spec.ts', 'src/limits.ts')).toBe(false)
  const isHomeElsewhere = createHomes(['test/unit/zip.test.ts', 'test/unit/chunk.test.ts'])
  expect([isHomeElsewhere('test/unit/chunk.test.ts', 'src/chunk.ts'), isHomeElsewhere('test/unit/zip.test.ts', 'src/chunk.ts')]).toEqual([true, false])
})
