/**
 * What modules leave on objects that all code shares while they load: it is there still when they are evaluated anew, and would hide that
 * a mutant leaves it out.
 */
import { expect, it } from 'vitest'
import { statusOf } from './helpers.js'
import { judge } from './tiers.js'

const test = (name: string, body: string): Record<string, string> => ({
  [`test/${name}.test.js`]: `import { expect, test } from 'vitest'\nimport * as all from '../src/${name}.js'\ntest('${name}', () => { ${body} })\n`,
})

const REGISTRY = "const registry = (globalThis.__SHOP__ ??= new Map())\nexport const put = (name) => registry.set(name, 1)\nexport const has = (name) => registry.has(name)\n"

it('globals, environment variables and prototypes are as before the first load', async () => {
  const { report, tiersOf } = await judge({
    'src/registry.js': REGISTRY,
    ...test('registry', "all.put('a'); expect(all.has('a')).toBe(true)"),
    'src/symbol.js': "const key = Symbol.for(['shop', 'flags'].join('/'))\nglobalThis[key] ||= { on: true }\nexport const isOn = () => globalThis[key].on\n",
    ...test('symbol', 'expect(all.isOn()).toBe(true)'),
    'src/mode.js': "process.env.SHOP_MODE ??= 'quick'\nexport const mode = () => process.env.SHOP_MODE\n",
    ...test('mode', "expect(all.mode()).toBe('quick')"),
    'src/shout.js': "String.prototype.shout ??= function () { return this + '!' }\nexport const shout = (text) => text.shout()\n",
    ...test('shout', "expect(all.shout('a')).toBe('a!')"),
  })
  for (const [whole, left] of [
    ['globalThis.__SHOP__ ??= new Map()', 'globalThis.__SHOP__'],
    ['true', 'false'],
    ["process.env.SHOP_MODE ??= 'quick'", 'process.env.SHOP_MODE'],
    ["String.prototype.shout ??= function () { return this + '!' }", 'String.prototype.shout'],
  ] as const) expect(statusOf(report, whole, left), whole).toBe('Killed')
  expect(tiersOf('globalThis.__SHOP__ ??= new Map()', 'globalThis.__SHOP__')).toEqual(['cold'])
})

it('what packages have set stays, as they are not evaluated anew', async () => {
  const { tiersOf } = await judge({
    'lib/node_modules/kit/package.json': '{ "name": "kit", "type": "module", "exports": "./index.js" }',
    'lib/node_modules/kit/index.js': 'globalThis.setUpKit = () => 1\n',
    'src/registry.js': `import '../lib/node_modules/kit/index.js'\n${REGISTRY}export const one = globalThis['setUp' + 'Kit']()\n`,
    ...test('registry', "all.put('a'); expect([all.has('a'), all.one]).toEqual([true, 1])"),
  })
  expect(tiersOf('globalThis.__SHOP__ ??= new Map()', 'globalThis.__SHOP__')).toEqual(['cold'])
})

it('where nobody can take it away survivors get new workers', async () => {
  const { tiersOf } = await judge({
    'src/fixed.js': "if (!('fixed' in globalThis)) Object.defineProperty(globalThis, 'fixed', { value: 1 })\nexport const read = () => globalThis.fixed\n",
    ...test('fixed', 'expect(all.read()).toBe(1)'),
  })
  expect(tiersOf("!('fixed' in globalThis)", 'false')).toContain('fresh')
})
