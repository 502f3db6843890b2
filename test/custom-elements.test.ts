/** Custom elements: a page takes each name once, and keeps it; mutants run in the page nevertheless, on loaded modules and on new ones. */
import { expect, it } from 'vitest'
import { judge } from './tiers.js'

const BADGE = `import { label } from './label.js'
export class Badge extends HTMLElement {
  static observedAttributes = ['count']
  attributeChangedCallback(name, old, count) { this.textContent = label(Number(count)) }
}
customElements.define('x-badge', Badge)
`
const LABEL = `export function label(count) {
  if (count > 99) return 'many'
  return String(count)
}
`
const BADGE_TEST = `import { expect, test } from 'vitest'
import '../src/badge.js'
test('shows what it counts', () => {
  document.body.innerHTML = '<x-badge count="3"></x-badge>'
  expect(document.body.textContent).toBe('3')
  document.querySelector('x-badge').setAttribute('count', '100')
  expect(document.body.textContent).toBe('many')
})
`
const PROBE_TEST = `import { expect, test } from 'vitest'
import { label } from '../src/label.js'
test('an element of the test shows it', async () => {
  class Probe extends HTMLElement {
    connectedCallback() { this.textContent = label(98) }
  }
  expect(customElements.get('x-probe')).toBe(undefined)
  const defined = customElements.whenDefined('x-probe')
  customElements.define('x-probe', Probe)
  await defined
  document.body.innerHTML = '<x-probe></x-probe>'
  expect(document.body.textContent).toBe('98')
})
`

const ICONS = {
  'lib/node_modules/x-icons/package.json': '{ "name": "x-icons", "type": "module", "exports": "./index.js" }',
  'lib/node_modules/x-icons/index.js': "customElements.define('x-icon', class extends HTMLElement { connectedCallback() { this.textContent = '*' } })\n",
}
const ICON_TEST = `test('an icon', () => {
  document.body.innerHTML = '<x-icon></x-icon>'
  expect(document.body.textContent).toBe('*')
})
`

it.each(['jsdom', 'happy-dom'])('in %s what sources and tests define can be defined again, and what packages define stays', async (environment) => {
  const { tiersOf } = await judge({
    'vitest.config.js': `export default { test: { environment: '${environment}' } }\n`,
    ...ICONS,
    'src/badge.js': `import '../lib/node_modules/x-icons/index.js'\n${BADGE}`, 'src/label.js': LABEL,
    'test/badge.test.js': BADGE_TEST + ICON_TEST, 'test/probe.test.js': PROBE_TEST,
  })
  expect(tiersOf("'count'", "''")).toEqual(['cold'])
  expect(tiersOf("'x-badge'", "''")).toEqual(['cold'])
  expect(new Set(tiersOf('count > 99', 'count !== 99'))).toEqual(new Set(['hot']))
})

it('test files that share a page define the same elements', async () => {
  const { tiersOf } = await judge({
    'vitest.config.js': "export default { test: { environment: 'jsdom', isolate: false } }\n",
    'src/badge.js': BADGE, 'src/label.js': LABEL, 'test/badge.test.js': BADGE_TEST, 'test/again.test.js': BADGE_TEST,
  })
  expect(tiersOf('count > 99', 'false')).toEqual(['hot'])
})
