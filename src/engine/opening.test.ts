import { describe, expect, it } from 'vitest'
import type { Deciding } from './bench.js'
import { newFileState } from './file-state.js'
import { createOpening } from './opening.js'

function open(keys: readonly string[], deciding?: Deciding, bytes: readonly number[] = [], nearness?: (path: string) => number): string[] {
  const files = keys.map((key, index) => newFileState({ key, project: key.split('|')[0]!, path: key, bytes: bytes[index] ?? 0 }))
  const opening = createOpening(files, deciding, nearness)
  const order: string[] = []
  for (let state = opening.next(); state; state = opening.next()) {
    order.push(state.file.key)
    opening.know(state)
  }
  return order
}

const array = ['|array/a', '|array/b', '|array/c']
const object = ['|object/a', '|object/b', '|object/c']
const string = ['|string/a', '|string/b', '|string/c']

describe('the test file opened next', () => {
  it('is of another folder than the last one where there are many, so that the first ones stand for all', () => {
    const many = ['array', 'object', 'string'].flatMap((folder) => Array.from({ length: 12 }, (_, at) => `|${folder}/${at}`))
    expect(open(many).slice(0, 9).map((key) => key.split('/')[0])).toEqual(
      ['|array', '|object', '|string', '|array', '|object', '|string', '|array', '|object', '|string'],
    )
  })

  it('is one of the nearest to what is mutated where there are many', () => {
    const many = ['array', 'object', 'string'].flatMap((folder) => Array.from({ length: 12 }, (_, at) => `|${folder}/${at}`))
    const order = open(many, undefined, [], (path) => (path.startsWith('|string') ? 2 : path.startsWith('|array') ? 1 : 0))
    expect([...new Set(order.map((key) => key.split('/')[0]))]).toEqual(['|string', '|array', '|object'])
    expect(order.slice(0, 3)).toEqual(['|string/0', '|string/4', '|string/8'])
  })

  it('is the largest where there are few, as the end of the run depends on when the longest begins', () => {
    expect(open(['|a', '|b', '|c', '|d'], undefined, [10, 30_000, 5000, 31_000])).toEqual(['|b', '|d', '|c', '|a'])
  })

  it('is of the same project as the last one, as workers are not handed on between projects', () => {
    expect(open(['x|a', 'x|b', 'x|c', 'x|d', 'y|a', 'y|b', 'y|c'])).toEqual(['x|a', 'x|b', 'x|c', 'x|d', 'y|a', 'y|b', 'y|c'])
  })

  it('is one whose tests choose the mutants, where there are such', () => {
    const deciding: Deciding = { concerns: ({ key }) => key === '|string/c', testsOf: () => [] }
    expect(open([...array, ...object, ...string], deciding)[0]).toBe('|string/c')
  })
})
