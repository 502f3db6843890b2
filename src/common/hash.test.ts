import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashNumber, sha256 } from './hash.js'

describe('a hash', () => {
  it('is the SHA-256 of text or bytes', () => {
    // The examples of FIPS 180-2, appendix B.
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'))
  })

  it('as a number is its first four bytes', () => {
    for (const text of ['', 'abc', 'draw 4d4e565f7020']) {
      expect(hashNumber(text)).toBe(createHash('sha256').update(text).digest().readUInt32BE())
    }
  })
})
