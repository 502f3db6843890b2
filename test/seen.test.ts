/**
 * State that no text shows: functions, classes and prototypes that carry something, aliases, globals, the page. Each source hides a mutant
 * once its tests have run; what they changed is seen by looking, so a run on loaded modules tells what new workers do.
 */
import { expect, it } from 'vitest'
import { originalOf } from './helpers.js'
import { judge, type Judged } from './tiers.js'

/** Sources, each with the body of its test, and the block that must be killed when it is emptied. */
type Sources = Record<string, readonly [source: string, test: string, block: string]>

async function expectKilled(sources: Sources, more: Record<string, string> = {}): Promise<Judged> {
  const judged = await judge({
    ...more,
    ...Object.fromEntries(Object.entries(sources).flatMap(([name, [source, test]]) => [
      [`src/${name}.js`, source],
      [`test/${name}.test.js`, `import { expect, test } from 'vitest'\nimport * as all from '../src/${name}.js'\n${test}\n`],
    ])),
  })
  for (const [name, [, , block]] of Object.entries(sources)) {
    const file = judged.report.files[`src/${name}.js`]!
    const emptied = file.mutants.filter((mutant) => originalOf(file, mutant) === block && mutant.replacement === '{}')
    expect(emptied.map(({ status }) => status), name).toEqual(['Killed'])
  }
  return judged
}

it('functions, classes and tables carry what their names do not tell', async () => {
  await expectKilled({
    deprecate: [
      'export const old = () => 1\nexport function deprecate(fn, why) { fn.why = why }\n',
      "test('marks', () => { all.deprecate(all.old, 'use new'); expect(all.old.why).toBe('use new') })", '{ fn.why = why }',
    ],
    registry: [
      'export class Registry {\n  static open(name) { this.opened = name }\n  static current() { return this.opened }\n}\nexport class Users extends Registry {}\n',
      "test('opens', () => { all.Users.open('main'); expect(all.Users.current()).toBe('main') })", '{ this.opened = name }',
    ],
    named: [
      "export class Model {\n  static name = 'none'\n  static call(name) { this.name = name }\n}\n",
      "test('is called', () => { all.Model.call('ann'); expect(all.Model.name).toBe('ann') })", '{ this.name = name }',
    ],
    model: [
      'export class Model {\n  boot() { const { constructor } = this; constructor.booted = true }\n}\n',
      "test('boots', () => { new all.Model().boot(); expect(all.Model.booted).toBe(true) })", '{ const { constructor } = this; constructor.booted = true }',
    ],
    shorthand: [
      'function shut() { this.open = false }\nexport const door = { open: true, shut }\n',
      "test('shuts', () => { all.door.shut(); expect(all.door.open).toBe(false) })", '{ this.open = false }',
    ],
    builder: [
      'class Query {\n  search(text) { this.text = text; return this }\n  close() { this.closed = true }\n}\nexport const query = new Query().search("a")\n',
      "test('closes', () => { all.query.close(); expect(all.query.closed).toBe(true) })", '{ this.closed = true }',
    ],
    handlers: [
      'const [a, b] = [() => 1, () => 2]\nconst handlers = [a, b]\nexport function enable() { for (const each of handlers) each.on = true }\nexport const areOn = () => handlers.every((each) => each.on)\n',
      "test('enables', () => { all.enable(); expect(all.areOn()).toBe(true) })", '{ for (const each of handlers) each.on = true }',
    ],
  })
})

it('globals, prototypes of the language and listeners of the process are put back', async () => {
  const { tiersOf } = await expectKilled({
    shout: [
      "export function install() {\n  const proto = String.prototype\n  proto.shout = function () { return this + '!' }\n}\n",
      "test('shouts', () => { all.install(); expect('a'.shout()).toBe('a!') })", "{\n  const proto = String.prototype\n  proto.shout = function () { return this + '!' }\n}",
    ],
    root: [
      'const root = globalThis\nexport function ready() { root.isReady = true }\nexport const isReady = () => root.isReady === true\n',
      "test('is ready', () => { all.ready(); expect(all.isReady()).toBe(true) })", '{ root.isReady = true }',
    ],
    signals: [
      "const listen = () => {}\nexport function start() { process.on('SIGUSR2', listen) }\n",
      "test('listens', () => { all.start(); expect(process.listenerCount('SIGUSR2')).toBe(1) })", "{ process.on('SIGUSR2', listen) }",
    ],
    clock: [
      'export function freeze() { performance.now = () => 42 }\n',
      "test('freezes', () => { all.freeze(); expect(performance.now()).toBe(42) })", '{ performance.now = () => 42 }',
    ],
  })
  expect(tiersOf('{ performance.now = () => 42 }', '{}')).toEqual(['hot'])
})

it("Node's modules and the process are put back", async () => {
  const { tiersOf } = await expectKilled({
    host: [
      "import os from 'node:os'\nexport function pretend(name) { os.hostname = () => name }\n",
      "test('pretends', () => { all.pretend('here'); expect(process.getBuiltinModule('os').hostname()).toBe('here') })", '{ os.hostname = () => name }',
    ],
    emitters: [
      "import { EventEmitter } from 'node:events'\nexport function allow(count) { EventEmitter.defaultMaxListeners = count }\n",
      "test('allows', () => { all.allow(50); expect(process.getBuiltinModule('events').defaultMaxListeners).toBe(50) })", '{ EventEmitter.defaultMaxListeners = count }',
    ],
    system: [
      "export function move(value) { Object.defineProperty(process, 'platform', { value }) }\n",
      "test('moves', () => { all.move('plan9'); expect(process.platform).toBe('plan9') })", "{ Object.defineProperty(process, 'platform', { value }) }",
    ],
  })
  expect(tiersOf('{ os.hostname = () => name }', '{}')).toEqual(['hot'])
})

it("a worker in which a mutant has left something in Node's modules that nobody can take away judges no other mutant", async () => {
  await expectKilled({
    flag: [
      `import os from 'node:os'
const describeFlag = () => ({ value: 1, configurable: true })
export function raise() { if (!('flag' in os)) Object.defineProperty(os, 'flag', describeFlag()) }
export function lower() { Reflect.deleteProperty(os, 'flag') }
`,
      "test('raises', () => { all.raise(); expect(process.getBuiltinModule('os').flag).toBe(1); all.lower() })",
      "{ if (!('flag' in os)) Object.defineProperty(os, 'flag', describeFlag()) }",
    ],
  })
})

it('packages that sources set up stay as they are, so a survivor that sets up something else gets a new worker', async () => {
  const { report, tiersOf } = await judge({
    'app/node_modules/greeter/package.json': '{ "name": "greeter", "type": "module", "exports": "./index.js" }',
    'app/node_modules/greeter/index.js': `const settings = { mark: '.', isPolite: false }
export const defaults = { language: 'en' }
export const configure = (more) => Object.assign(settings, more)
export const greet = (name) => (settings.isPolite ? 'dear ' : '') + (defaults.language === 'de' ? 'Hallo ' : 'Hello ') + name + settings.mark
`,
    'app/src/greet.js': `import { configure, defaults, greet } from 'greeter'
configure({ mark: '!' })
export function speak(language) { defaults.language = language }
export function bePolite() { configure({ isPolite: true }) }
export function start() { bePolite() }
export const hello = (name) => greet(name)
export const isLong = (name) => name.length > 3
`,
    'app/test/greet.test.js': `import { beforeAll, expect, test } from 'vitest'
import { hello, isLong, speak, start } from '../src/greet.js'
beforeAll(() => { start() })
test('is loud', () => { expect(hello('ann')).toMatch(/!$/) })
test('speaks', () => { speak('de'); expect(hello('ann')).toContain('Hallo') })
test('is polite', () => { expect(hello('ann')).toContain('dear') })
test('measures', () => { expect(isLong('anna')).toBe(true) })
`,
  })
  const file = report.files['app/src/greet.js']!
  const statusOf = (original: string, replacement: string) =>
    file.mutants.filter((mutant) => originalOf(file, mutant) === original && mutant.replacement === replacement).map(({ status }) => status)
  for (const block of ['{ defaults.language = language }', '{ configure({ isPolite: true }) }', '{ bePolite() }']) expect(statusOf(block, '{}'), block).toEqual(['Killed'])
  expect(statusOf("'!'", "''")).toEqual(['Killed'])
  expect(tiersOf('{ bePolite() }', '{}')).toEqual(['hot', 'fresh'])
  // Nothing of a package is in it.
  expect(tiersOf('name.length > 3', 'name.length >= 3')).not.toContain('fresh')
})

it('the page is put back with its attributes, cookies and address', async () => {
  await expectKilled({
    lang: ["export function speak(lang) { document.documentElement.lang = lang }\n",
      "test('speaks', () => { all.speak('en'); expect(document.documentElement.lang).toBe('en') })", '{ document.documentElement.lang = lang }'],
    dark: ["export function dark() { document.body.classList.add('dark') }\n",
      "test('is dark', () => { all.dark(); expect(document.body.className).toBe('dark') })", "{ document.body.classList.add('dark') }"],
    cookie: ['export function remember(id) { document.cookie = `id=${id}` }\n',
      "test('remembers', () => { all.remember(7); expect(document.cookie).toBe('id=7') })", '{ document.cookie = `id=${id}` }'],
    hash: ['export function jump(hash) { location.hash = hash }\n',
      "test('jumps', () => { all.jump('a'); expect(location.hash).toBe('#a') })", '{ location.hash = hash }'],
    path: ["export function go(path) { history.pushState({}, '', path) }\n",
      "test('goes', () => { all.go('/a'); expect(location.pathname).toBe('/a') })", "{ history.pushState({}, '', path) }"],
  }, { 'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n" })
})

it('what elements that were there before the first test know beside their attributes is put back, and so is the title of the process', async () => {
  const { tiersOf } = await expectKilled({
    form: [
      `const byId = (id) => document.getElementById(id)
export function fill(text) { byId('mail').value = text }
export function tick() { if (!byId('ok').checked) byId('ok').click() }
export function enter() { byId('mail').focus() }
export function mark() { byId('mail').isSeen = true }
export function call(text) { window.name = text; process.title = text }
`,
      `document.body.innerHTML = '<input id="mail"><input id="ok" type="checkbox">'
const byId = (id) => document.getElementById(id)
test('fills', () => { all.fill('ann'); expect(byId('mail').value).toBe('ann') })
test('ticks', () => { all.tick(); expect(byId('ok').checked).toBe(true) })
test('enters', () => { all.enter(); expect(document.activeElement.id).toBe('mail') })
test('marks', () => { all.mark(); expect(byId('mail').isSeen).toBe(true) })
test('calls', () => { all.call('ann'); expect([window.name, process.title]).toEqual(['ann', 'ann']) })`,
      "{ byId('mail').value = text }",
    ],
  }, { 'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n" })
  for (const block of ["{ byId('mail').value = text }", "{ byId('mail').focus() }", "{ byId('mail').isSeen = true }", '{ window.name = text; process.title = text }']) {
    expect(tiersOf(block, '{}'), block).toEqual(['hot'])
  }
})

/** Only the first test covers `off`; the last one would notice what it no longer takes away. */
const scoped = (on: string, off: string, isOn: string): Sources[string] => [
  `const on = () => { ${on} }
const off = () => { ${off} }
export const isOn = () => ${isOn}
export function within(fn) {
  on()
  try { return fn() } finally { off() }
}
`,
  `test('is on within', () => { expect(all.within(() => all.isOn())).toBe(true) })
test('adds', () => { expect(1 + 1).toBe(2) })
test('is off', () => { expect(${isOn}).toBe(false) })`,
  `{ ${off} }`,
]

it('what a mutant leaves outside of modules is met by tests that do not reach it', async () => {
  await expectKilled({
    arguments: scoped("process.argv.push('--loud')", 'process.argv.pop()', "process.argv.includes('--loud')"),
    listener: scoped("process.on('SIGUSR2', String)", "process.off('SIGUSR2', String)", "process.listenerCount('SIGUSR2') > 0"),
    scope: scoped("const scope = globalThis; scope[Symbol.for('on')] = true", "const scope = globalThis; delete scope[Symbol.for('on')]", "Symbol.for('on') in globalThis"),
    output: scoped('console.debug = Number', 'console.debug = Boolean', 'console.debug === Number'),
  })
})

it('what a mutant leaves on the page is met by tests that do not reach it', async () => {
  await expectKilled({
    dark: scoped(
      "document.body.classList.add('dark'); const store = window.localStorage; store.setItem('dark', '1')",
      "document.body.classList.remove('dark'); const store = window.localStorage; store.removeItem('dark')",
      "document.body.classList.contains('dark') || localStorage.getItem('dark') === '1'",
    ),
  }, { 'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n" })
})

it('sources that are called when the page is put back, such as routers and observers, are covered by no test for it', async () => {
  const { report, tiersOf } = await judge({
    'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n",
    'src/router.js': `for (const name of ['pushState', 'replaceState']) {
  const change = history[name]
  history[name] = (...args) => { change.apply(history, args); dispatchEvent(new Event('moved')) }
}
export function go(path) { history.pushState({}, '', path) }
`,
    'test/router.test.js': `import { expect, test } from 'vitest'
import { go } from '../src/router.js'
test('goes', () => { go('/a'); expect(location.pathname).toBe('/a') })
`,
    'src/watch.js': `export const seen = []
const note = () => { seen.push(1) }
export const watch = () => { new MutationObserver(([record]) => record.removedNodes.item(0) && note()).observe(document.body, { childList: true }) }
export function next(n) { return n + 1 }
`,
    'test/watch.test.js': `import { expect, test } from 'vitest'
import { next, seen, watch } from '../src/watch.js'
test('watches', async () => { watch(); document.body.append('a'); await null; expect(seen).toEqual([]) })
test('goes on', () => { expect(next(1)).toBe(2) })
`,
  }, ['src/router.js:5', 'src/watch.js:2', 'src/watch.js:4'])
  expect(tiersOf("{ history.pushState({}, '', path) }", '{}')).toEqual(['hot'])
  const { mutants } = report.files['src/watch.js']!
  const statuses = mutants.map(({ location, status }) => `${location.start.line} ${status}`)
  expect(statuses).toEqual(['2 NoCoverage', '2 NoCoverage', '4 Killed', '4 Killed', '4 Killed', '4 Killed'])
})

it('what listens on the page and is known to nobody is taken off, and fake timers that are left on do no harm', async () => {
  const { report } = await expectKilled({
    keys: [
      "export const pressed = []\nexport function listen() { document.addEventListener('keydown', ({ key }) => pressed.push(key)) }\n",
      "test('listens', () => { all.listen(); document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' })); expect(all.pressed.length).toBeGreaterThan(0) })",
      "{ document.addEventListener('keydown', ({ key }) => pressed.push(key)) }",
    ],
    size: [
      "export let resized = 0\nexport function listen() { window.addEventListener('resize', () => { resized++ }) }\n",
      "test('listens', () => { all.listen(); window.dispatchEvent(new Event('resize')); expect(all.resized).toBeGreaterThan(0) })",
      "{ window.addEventListener('resize', () => { resized++ }) }",
    ],
    clock: [
      "export function year() { return new Date().getFullYear() + (globalThis.shift ?? 0) }\n",
      "import { beforeEach, vi } from 'vitest'\nbeforeEach(() => { vi.useFakeTimers({ now: 0 }); vi.stubGlobal('shift', 1) })\ntest('shifts', () => { expect(all.year()).toBeGreaterThan(1970) })",
      '{ return new Date().getFullYear() + (globalThis.shift ?? 0) }',
    ],
  }, { 'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n" })
  const { mutants } = report.files['src/clock.js']!
  expect(mutants.filter(({ statusReason }) => statusReason?.includes('is not defined'))).toEqual([])
})

it('what a package adds to the page in each run does not pile up', async () => {
  const { report, tiersOf } = await judge({
    'src/node_modules/bus/package.json': '{ "name": "bus", "type": "module", "exports": "./index.js" }\n',
    'src/node_modules/bus/index.js': "export let heard = 0\nexport function connect() { window.addEventListener('ping', () => { heard++ }) }\n",
    'src/client.js': "import { connect } from 'bus'\nexport function open(name) { connect(); return name !== '' }\n",
    'src/client.test.js': "import { heard } from 'bus'\nimport { expect, test } from 'vitest'\nimport { open } from './client.js'\n"
      + "test('is heard by few', () => {\n  const before = heard\n  expect(open('a')).toBe(true)\n  window.dispatchEvent(new Event('ping'))\n  expect(heard - before).toBeLessThan(4)\n})\n",
    'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n",
  })
  expect(Object.keys(report.files)).toEqual(['src/client.js'])
  expect(tiersOf("name !== ''", 'true')).toEqual(['hot'])
})

it('an element that a package listens on keeps its mark, or the package would listen once more', async () => {
  const { tiersOf } = await judge({
    'src/node_modules/roots/package.json': '{ "name": "roots", "type": "module", "exports": "./index.js" }\n',
    'src/node_modules/roots/index.js': `export function mount(root, onClick) {
  root.current = onClick
  if (root.listens) return
  root.listens = true
  root.addEventListener('click', () => { root.current() })
}
`,
    'src/app.js': "import { mount } from 'roots'\nexport function start(root, count) { mount(root, count); return root.id !== '' }\n",
    'src/app.test.js': `import { expect, test } from 'vitest'
import { start } from './app.js'
if (!document.getElementById('root')) document.body.innerHTML = '<div id="root"></div>'
test('counts a click', () => {
  const root = document.getElementById('root')
  let clicks = 0
  expect(start(root, () => { clicks++ })).toBe(true)
  root.click()
  expect(clicks).toBe(1)
})
`,
    'vitest.config.js': "export default { test: { environment: 'jsdom' } }\n",
  })
  expect(tiersOf("root.id !== ''", 'true')).toEqual(['hot'])
})

it('tests that pass once without a mutant are asked again where what they leave piles up', async () => {
  const { report } = await judge({
    'src/acc.js': "const all = new Proxy([], {})\nexport function add(n) { if (n !== '') all.push(n); return all.length }\nexport function clear() { all.length = 0 }\n",
    'test/acc.test.js': "import { expect, test } from 'vitest'\nimport { add, clear } from '../src/acc.js'\n"
      + "test('clears', () => { clear() })\ntest('adds', () => { expect(add('a')).toBeLessThan(4) })\ntest('adds more', () => { expect(add('b')).toBeLessThan(5) })\n",
  })
  expect(Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status))).toContain('Survived')
})

it('what a test file holds itself, though its hooks seem to renew it, is forgotten', async () => {
  const QUEUE = 'export class Queue {\n  items = []\n  clear() { this.items = [] }\n  close() { this.closed = true }\n}\n'
  await expectKilled({
    queue: [
      QUEUE, "import { beforeEach } from 'vitest'\nconst queue = new all.Queue()\nbeforeEach(() => { queue.clear() })\ntest('closes', () => { queue.close(); expect(queue.closed).toBe(true) })",
      '{ this.closed = true }',
    ],
    mark: [
      'export function mark(handler, priority) { handler.priority = priority }\n',
      "const handler = () => 1\ntest('marks', () => { all.mark(handler, 2); expect(handler.priority).toBe(2) })", '{ handler.priority = priority }',
    ],
  })
})

it('what tests import while they run is what their modules have imported', async () => {
  const { report } = await judge({
    'src/prefs.js': 'export const prefs = { dark: false, size: 3 }\n',
    'src/enable.js': "export async function enable() {\n  const { prefs } = await import('./prefs.js')\n  prefs.dark = true\n}\n",
    'test/enable.test.js': "import { expect, test } from 'vitest'\nimport { enable } from '../src/enable.js'\nimport { prefs } from '../src/prefs.js'\n"
      + "test('enables', async () => { await enable(); expect(prefs.dark).toBe(true) })\n",
  })
  const file = report.files['src/prefs.js']!
  expect(file.mutants.filter((mutant) => originalOf(file, mutant).startsWith('{')).map(({ status }) => status)).toEqual(['Survived'])
})
