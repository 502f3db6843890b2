import { expect, it } from 'vitest'
import { keptState } from '../syntax/state.js'
import { instrument } from './instrument.js'
import { evaluate, sketch } from './testing.js'
import { createRealmGlobal } from './realm-global.js'
import { describe as tell } from './describe.js'

/** The code behind the imports; `q` and `g` stand for what tells that something is set up, and what is given. */
function told(imports: string, code: string): string {
  const text = `${imports}\n${code}`
  const { captures } = keptState('a.ts', text, false)
  const { code: found } = instrument(sketch(text, []), 0, 0, { kept: [], names: [], ...(captures && { captures: { ...captures, scopes: [], hiding: [], secrets: [], isOpaque: false } }) })
  return found.slice(found.lastIndexOf('\n') + 1).replaceAll(/__mut\.([qg])\("src\/a\.ts (\d)"/gu, '$1($2')
}

it.each([
  ['a call whose value nobody takes', "import dayjs from 'dayjs'", 'dayjs.extend(utc)', 'q(0)||(dayjs.extend(g(0,utc)))'],
  ['a function that is imported by its name', "import { setLocale } from 'yup'", 'setLocale({ a: 1 })', 'q(0)||(setLocale(g(0,{ a: 1 })))'],
  ['what is waited for', "import i18n from 'i18next'", 'await i18n.init(how)', 'q(0)||(await i18n.init(g(0,how)))'],
  ['a chain of calls, with all that they are given', "import i18n from 'i18next'", 'i18n.use(a).init(b, c)', 'q(0)||(i18n.use(g(0,a)).init(g(0,b), g(0,c)))'],
  ['an assignment, with computed names', "import axios from 'axios'", 'axios.defaults[key] = value', 'q(0)||(axios.defaults[g(0,key)] = g(0,value))'],
  ['a deletion', "import * as axios from 'axios'", 'delete axios.defaults.key', 'q(0)||(delete axios.defaults.key)'],
  ['a package that is required', "const { log } = console; const debug = require('debug')", 'debug.enable(names)', 'q(0)||(debug.enable(g(0,names)))'],
  ['a call by such a name whose value is taken', "import dayjs from 'dayjs'", 'const go = () => dayjs.extend(utc)', 'const go = () => q(0)||(dayjs.extend(g(0,utc)))'],
  ['no functions that are given', "import h from 'handlebars'", 'h.registerHelper(name, (text) => text)', 'q(0)||(h.registerHelper(g(0,name), (text) => text))'],
  ['no other call whose value is taken', "import { z } from 'zod'", 'const schema = z.string(a)', 'const schema = z.string(a)'],
  ['no hooks', "import { useEffect } from 'react'", 'useEffect(run, [a])', 'useEffect(run, [a])'],
  ['nothing that is written to a log', "import log from 'loglevel'", 'log.info(a); log.login(b)', 'log.info(a); q(0)||(log.login(g(0,b)))'],
  ['no modules of the project', "import { setUp } from './set-up'", 'setUp(a)', 'setUp(a)'],
  ['nothing that is written to disk', "import fs from 'node:fs'", 'fs.writeFileSync(a, b)', 'fs.writeFileSync(a, b)'],
])('told is %s', (_, imports, code, expected) => {
  expect(told(imports, code)).toBe(expected)
})

it('a mutant in what is given tells something else, and one in place of the call nothing', () => {
  const call = "dayjs.locale('de')"
  const text = `const dayjs = { locale() {} }\nexport function run() { ${call} }`
  const start = text.indexOf(call)
  const source = sketch(text, [{ at: call, mutants: ['undefined'] }, { at: "'de'", mutants: ["''"] }])
  const settings = [{ span: { start, end: start + call.length }, given: [{ start: text.indexOf("'de'"), end: start + call.length - 1 }] }]
  const { code } = instrument(source, 0, 0, { kept: [], names: [], captures: { settings, scopes: [], hiding: [], secrets: [], isOpaque: false } })
  const toldWith = (site: number): string[] => {
    const realm = createRealmGlobal()
    realm.s = site
    evaluate(code, 'run()', realm)
    return [...realm.told]
  }
  expect(toldWith(-1)).toEqual(['src/a.ts 0\n', 'src/a.ts 0\nstring de'])
  expect(toldWith(0)).toEqual([])
  expect(toldWith(1)).toEqual(['src/a.ts 0\n', 'src/a.ts 0\nstring '])
})

it('values that differ are told apart, and nothing of them is called', () => {
  const trap = { get x() { throw new Error('read') }, toJSON() { throw new Error('called') } }
  expect(tell(trap)).toBe('{x:getter,toJSON:function}')
  expect([tell([1, '1']), tell({ a: { b: null } }), tell(new Date(5)), tell(/a/u), tell(new Proxy({}, {}))])
    .toEqual(['{0:number 1,1:string 1}', '{a:{b:object null}}', 'date 5', 'pattern /a/u', 'proxy'])
  const round: Record<string, unknown> = {}
  round.round = round
  expect(tell(round)).toBe('{round:{round:{round:{round:object}}}}')
})
