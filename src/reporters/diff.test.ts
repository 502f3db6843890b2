import { describe, expect, it } from 'vitest'
import { mutantDiff } from './diff.js'
import { toLines } from './lines.js'
import { makeMutant } from './test-kit.js'

function show(text: string, at: string, to: string, context = 1): string[] {
  const signs = { same: ' ', removed: '-', added: '+' }
  return mutantDiff(toLines(text), makeMutant({ at, to, status: 'Survived' }, 'a.ts', text), context).map(
    (line) => `${signs[line.kind]}${line.line ?? ''} ${line.text}`,
  )
}

describe('mutantDiff', () => {
  it('shows the changed line with its neighbours', () => {
    expect(show('a\nif (x > 1) {\nb\nc\n', 'x > 1', 'x >= 1')).toEqual([
      ' 1 a', '-2 if (x > 1) {', '+ if (x >= 1) {', ' 3 b',
    ])
  })

  it('has no context before the first and after the last line', () => {
    expect(show('x > 1\n', 'x > 1', 'true')).toEqual(['-1 x > 1', '+ true'])
    expect(show('x > 1', 'x > 1', 'true')).toEqual(['-1 x > 1', '+ true'])
  })

  it('shows a removed statement as removed lines alone', () => {
    expect(show('a()\n  b()\nc()\n', 'b()', '')).toEqual([' 1 a()', '-2   b()', ' 3 c()'])
  })

  it('shows only the lines that differ when a replacement repeats the others', () => {
    const text = 'return list\n  .filter(a)\n  .map(b)\n  .sort(c)\nend\n'
    expect(show(text, 'list\n  .filter(a)\n  .map(b)\n  .sort(c)', 'list\n  .filter(a)\n  .sort(c)')).toEqual([
      ' 2   .filter(a)', '-3   .map(b)', ' 4   .sort(c)',
    ])
  })

  it('empties a block', () => {
    expect(show('f() {\n  a\n}\n', '{\n  a\n}', '{}')).toEqual(['-1 f() {', '-2   a', '-3 }', '+ f() {}'])
  })

  it('leaves line breaks of Windows out', () => {
    expect(show('a\r\nx > 1\r\nb\r\n', 'x > 1', 'true')).toEqual([' 1 a', '-2 x > 1', '+ true', ' 3 b'])
    expect(show('a {\r\n  x\r\n}\r\n', '{\r\n  x\r\n}', '{}', 0)).toEqual(['-1 a {', '-2   x', '-3 }', '+ a {}'])
  })

  it('marks the part of a line that changed', () => {
    const text = 'if (x > 1) {\n'
    const diff = mutantDiff(toLines(text), makeMutant({ at: 'x > 1', to: 'x >= 1', status: 'Killed' }, 'a.ts', text))
    expect(diff.map((line) => line.text.slice(line.mark?.from, line.mark?.to))).toEqual(['x > 1', 'x >= 1'])
  })
})
