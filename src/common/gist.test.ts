import { expect, it } from 'vitest'
import { gist } from './gist.js'

it.each([
  ['one line', 'x is not defined\n  at a.ts:1', 'x is not defined'],
  ['a line that announces', 'Transform failed with 1 error:\n\n\u001B[31m[TSCONFIG_ERROR] \u001B[0mTsconfig not found\n\n  Plugin: vite:oxc', 'Transform failed with 1 error: [TSCONFIG_ERROR] Tsconfig not found'],
  ['nothing but announcements', 'failed:\nin:', 'failed: in:'],
  ['nothing', '', ''],
])('the gist of a message with %s', (_, message, line) => { expect(gist(message)).toBe(line) })
