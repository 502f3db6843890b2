/** What modules and test files keep in variables and tables is put back after each run on loaded modules: no module is evaluated anew for it. */
import { expect, it } from 'vitest'
import { mutate, readReport, writeProject } from './helpers.js'
import { judge } from './tiers.js'

it('a mutant meets the cache that a new worker has, and tables of tests stay as they were', async () => {
  const { tiersOf, report } = await judge({
    'src/area.js': `const cache = new Map()
let asked = 0
export function area(n) {
  asked++
  if (!cache.has(n)) cache.set(n, n * n)
  return cache.get(n)
}
export const isFirst = () => asked === 1
`,
    'src/user.js': `export function rename(user, name) {
  if (name !== '') user.name = name
  return user
}
export const isLarge = (n) => n > 10
`,
    'test/area.test.js': `import { expect, test } from 'vitest'
import { area, isFirst } from '../src/area.js'
const sizes = [{ size: 3, out: 9 }, { size: 4, out: 16 }]
for (const each of sizes) test('area ' + each.size, () => { expect(area(each.size)).toBe(each.out) })
test('counts', () => { expect(isFirst()).toBe(false) })
`,
    'test/user.test.js': `import { expect, test } from 'vitest'
import { isLarge, rename } from '../src/user.js'
const ann = { name: 'ann', tags: ['a'] }
test('no name is none', () => { expect(rename(ann, '').tags).toEqual(['a']) })
test('large', () => { expect(isLarge(20)).toBe(true) })
test('has her name', () => { expect(ann.name).toBe('ann') })
`,
  })
  // Killed although the first run has filled the cache.
  expect(tiersOf('n * n', 'n / n')).toEqual(['hot'])
  // Its tests go on with what others counted, perhaps in step with what nobody sees.
  expect(tiersOf('asked++', 'asked--')).toEqual(['hot', 'cold'])
  // Its test leaves everything as it was.
  expect(tiersOf('n > 10', 'n >= 10')).toEqual(['hot'])
  // What it changes another test notices, which does not reach it.
  expect(tiersOf("name !== ''", 'true')).toEqual(['hot', 'cold'])
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ replacement, status }) => `${replacement} ${status}`))
  expect(statuses).toEqual(expect.arrayContaining(['n / n Killed', 'n >= 10 Survived', 'true Killed']))
})

it('a module that a plugin makes up stays as it is', async () => {
  const project = writeProject({
    'vitest.config.js': `export default { plugins: [{
  name: 'registry',
  resolveId: (id) => (id === 'virtual:registry.js' ? id : undefined),
  load: (id) => (id === 'virtual:registry.js' ? 'export const all = new Map()' : undefined),
}] }
`,
    'src/add.js': "import { all } from 'virtual:registry.js'\nexport const add = (n) => n + all.size\n",
    'test/add.test.js': "import { expect, test } from 'vitest'\nimport { add } from '../src/add.js'\ntest('adds', () => { expect(add(2)).toBe(2) })\n",
  })
  const { code, stderr } = await mutate(project, ['--reporters', 'json', '--no-type-check'])
  expect(code, stderr).toBe(0)
  expect(Object.keys(readReport(project).files)).toEqual(['src/add.js'])
})
