import { describe, expect, it } from 'vitest'
import { isLcov, parseLcov } from './lcov.js'

describe('lcov', () => {
  it('is read record by record, with the counts of lines and functions', () => {
    const files = parseLcov([
      'TN:', 'SF:src/a.ts', 'FN:2,f', 'FN:5,g,h', 'FNF:2', 'FNH:1', 'FNDA:3,f', 'FNDA:0,g,h',
      'DA:2,3', 'DA:3,0,checksum', 'LF:2', 'LH:1', 'BRDA:2,0,0,-', 'end_of_record',
      'SF:src/b.ts', 'DA:1,1', 'end_of_record', '',
    ].join('\n'))
    expect(files.map(({ path, s, f, fnMap }) => ({ path, s, f, functions: Object.values(fnMap).map(({ name, line }) => [name, line]) }))).toEqual([
      { path: 'src/a.ts', s: { 2: 3, 3: 0 }, f: { 0: 3, 1: 0 }, functions: [['f', 2], ['g,h', 5]] },
      { path: 'src/b.ts', s: { 1: 1 }, f: {}, functions: [] },
    ])
  })

  it('may have the last lines of functions, and the indexed functions of lcov 2.2', () => {
    const [older, newer] = parseLcov([
      'SF:a.js', 'FN:2,4,f', 'FNDA:7,f', 'end_of_record',
      'SF:b.js', 'FNL:0,2,4', 'FNA:0,0,f', 'FNA:0,7,alias', 'end_of_record',
    ].join('\n'))
    for (const file of [older, newer]) {
      expect(file?.fnMap[0]?.loc).toMatchObject({ start: { line: 2 }, end: { line: 4 } })
      expect(file?.f).toEqual({ 0: 7 })
    }
  })

  it('may come from Windows, with negative or missing counts', () => {
    const [file] = parseLcov('SF:src\\a.ts\r\nDA:1,-1\r\nDA:2,-\r\nDA:0,3\r\nDA:x,3\r\nend_of_record\r\n')
    expect(file).toMatchObject({ path: 'src\\a.ts', s: { 1: 0, 2: 0 } })
    expect(Object.keys(file?.s ?? {})).toEqual(['1', '2'])
  })

  it('sums up lines that are named twice', () => {
    expect(parseLcov('SF:a.js\nDA:1,2\nDA:1,3\n')[0]?.s).toEqual({ 1: 5 })
  })

  it('is told from other text', () => {
    expect([isLcov('TN:\nSF:a.js\n'), isLcov('SF:a.js'), isLcov('{"SF:": 1}'), isLcov('')]).toEqual([true, true, false, false])
  })
})
