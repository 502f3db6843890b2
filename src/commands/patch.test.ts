import { applyPatch } from 'diff'
import { describe, expect, test } from 'vitest'
import { mutantPatch } from './patch.js'

function patch(text: string, original: string, replacement: string, context?: number): string {
  const start = text.indexOf(original)
  return mutantPatch(text, { file: 'src/a.ts', span: { start, end: start + original.length }, replacement }, context)
}

const source = 'one\ntwo\nif (a < b) {\n  run()\n}\nsix\nseven\n'

test('a mutant is shown with a line of context', () => {
  expect(patch(source, 'a < b', 'a <= b')).toBe([
    '--- a/src/a.ts',
    '+++ b/src/a.ts',
    '@@ -2,3 +2,3 @@',
    ' two',
    '-if (a < b) {',
    '+if (a <= b) {',
    '   run()',
  ].join('\n'))
})

describe('a patch gives the mutated text when it is applied', () => {
  test.each([
    [source, 'a < b', 'true'],
    [source, '{\n  run()\n}', '{}'],
    [source, 'one', ''],
    [source, 'one\n', ''],
    [source, 'seven', 'eight'],
    [source, 'two\n', 'two\ntwo\ntwo\n'],
    ['return a', 'a', 'b'],
    ['x\nreturn a', 'a', 'b'],
    ['return a\n', 'return a\n', ''],
    ['a\r\nb\r\nc\r\n', 'b', 'd'],
    ['f(`\nx\n`)\nend', '`\nx\n`', '``'],
    ['same\nsame\nsame\n', 'same\n', ''],
  ])('%j with %j → %j', (text, original, replacement) => {
    for (const context of [0, 1, 3]) {
      const expected = text.replace(original, () => replacement)
      expect(applyPatch(text, `${patch(text, original, replacement, context)}\n`, { autoConvertLineEndings: false })).toBe(expected)
    }
  })
})
