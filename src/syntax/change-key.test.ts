import { describe, expect, it } from 'vitest'
import { changeKey } from './change-key.js'

function apply(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end)
}

describe('the key of a change', () => {
  it('is the same exactly when the resulting texts are, for every edit of short texts', () => {
    const texts = ['!!a', 'aab', 'abab', 'a+a']
    const replacements = ['', 'a', 'b', 'ab', 'ba', 'aa', '!a']
    for (const text of texts) {
      const results = new Map<string, string>()
      const keys = new Map<string, string>()
      for (let start = 0; start <= text.length; start++) {
        for (let end = start; end <= text.length; end++) {
          for (const replacement of replacements) {
            const result = apply(text, start, end, replacement)
            if (result === text) continue
            const key = changeKey(text, { start, end }, replacement)
            expect(results.get(key) ?? result, `${text} ${key}`).toBe(result)
            expect(keys.get(result) ?? key, `${text} → ${result}`).toBe(key)
            results.set(key, result)
            keys.set(result, key)
          }
        }
      }
    }
  })
})
