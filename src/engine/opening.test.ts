import { describe, expect, it } from 'vitest'
import type { Deciding } from './bench.js'
import { newFileState } from './file-state.js'
import { createOpening } from './opening.js'

function open(keys: readonly string[], deciding?: Deciding): string[] {
  const files = keys.map((key) => newFileState({ key, project: key.split('|')[0]!, path: key }))
  const opening = createOpening(files, deciding)
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
  it('is of another folder than the last one, so that the first ones stand for all', () => {
    expect(open([...array, ...object, ...string])).toEqual([
      '|array/a', '|object/a', '|string/a', '|array/b', '|object/b', '|string/b', '|array/c', '|object/c', '|string/c',
    ])
  })

  it('is of the same project as the last one, as workers are not handed on between projects', () => {
    expect(open(['x|a', 'x|b', 'x|c', 'x|d', 'y|a', 'y|b', 'y|c'])).toEqual(['x|a', 'x|b', 'x|c', 'x|d', 'y|a', 'y|b', 'y|c'])
  })

  it('is one whose tests choose the mutants, where there are such', () => {
    const deciding: Deciding = { concerns: ({ key }) => key === '|string/c', testsOf: () => [] }
    expect(open([...array, ...object, ...string], deciding)[0]).toBe('|string/c')
  })
})
