/** Test files that repeat on loaded modules although something of them was replaced meanwhile, or goes another way now and then. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from './helpers.js'
import { judge } from './tiers.js'

it('matchers that know what hooks of a set-up file do are those of the first load again after modules were evaluated anew', async () => {
  const { tiersOf } = await judge({
    'vitest.config.js': "export default { test: { setupFiles: ['./test/setup.js'] } }\n",
    'test/setup.js': `import { beforeEach, expect } from 'vitest'
let told
expect.extend({ toBeTold: (name) => ({ pass: told.includes(name), message: () => name + ' was not told' }) })
beforeEach(() => {
  told = []
  globalThis.tell = (name) => { told.push(name) }
})
`,
    // Nobody can look into it, so modules are evaluated anew before anything else.
    'src/greet.js': `export const gate = new Proxy({ open: true }, {})
export function greet(name) {
  if (name.length > 3) globalThis.tell(name)
  return 'hello'
}
`,
    'test/greet.test.js': `import { expect, test } from 'vitest'
import { greet } from '../src/greet.js'
test('tells of long names', () => {
  expect(greet('anna')).toBe('hello')
  expect('anna').toBeTold()
})
test('and of no others', () => {
  expect(greet('bo')).toBe('hello')
  expect('bo').not.toBeTold()
})
`,
  })
  expect(tiersOf('name.length > 3', 'name.length >= 3')).toEqual(['hot', 'cold'])
  expect(tiersOf('name.length > 3', 'false')).toEqual(['hot'])
})

it('a test that goes another way twice, and passes, is no reason to give mutants workers of their own', async () => {
  const counter = JSON.stringify(join(temporaryFolder(), 'count'))
  const { tiersOf } = await judge({
    'src/add.js': `export function add(a, b) {
  if (a > 8) return 9
  return a + b
}
`,
    // The second run and the third are the first on loaded modules; were these taken for the rule, the fifth and sixth would be the next.
    'test/add.test.js': `import { appendFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { add } from '../src/add.js'
test('adds', () => {
  appendFileSync(${counter}, '.')
  expect(add(1, 2)).toBe(3)
  if ([2, 3, 5, 6].includes(statSync(${counter}).size)) expect(add(2, 2)).toBe(4)
})
`,
  })
  expect(tiersOf('a > 8', 'a >= 8')).toEqual(['hot'])
})
