/** That Vitest's list of fixtures is where it is looked for. */
import { expect, test } from 'vitest'
import { forgetEmptyFixtures } from './fixtures.js'

interface Chain { getFixtures(): { constructor: { _definitions: { _registrations: ReadonlyMap<string, unknown> }[] } } }

/** The names of the fixtures of each definition. */
function definitions(): string[][] {
  const chains = Object.getOwnPropertySymbols(test).map((symbol) => (test as unknown as Record<symbol, Chain | undefined>)[symbol])
  return chains.flatMap((chain) => chain?.getFixtures().constructor._definitions ?? []).map(({ _registrations: names }) => [...names.keys()])
}

test('definitions of fixtures stay, and those without any are taken off the list', () => {
  test.extend({ answer: 42 })
  expect(definitions()).toContainEqual([])
  forgetEmptyFixtures(test)
  expect(definitions()).toEqual([['answer']])
})

test('a version of Vitest without a list is left as it is', () => {
  expect(() => { forgetEmptyFixtures(Object.assign(() => undefined, { [Symbol('other')]: {} })) }).not.toThrow()
})
