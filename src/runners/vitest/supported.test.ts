import { expect, it } from 'vitest'
import { isSupported } from './supported.js'

it('drives Vitest 3.2 and all of 4 and 5, and nothing before or after', () => {
  const all = ['1.6.1', '2.1.9', '3.0.0', '3.1.4', '3.2.0-beta.1', '3.2.0', '3.2.4', '4.0.0', '4.1.12', '5.0.0', '5.1.1', '6.0.0']
  expect(all.filter(isSupported)).toEqual(['3.2.0-beta.1', '3.2.0', '3.2.4', '4.0.0', '4.1.12', '5.0.0', '5.1.1'])
})
