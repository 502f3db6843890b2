/** Recognises coverage that was taken of another version of a file. */
import { sha256 } from '../common/hash.js'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { OWN_KEY, type OwnData } from './own-data.js'

/**
 * By content where the coverage says which content it counted; else by shape: statements that lie outside the text, or
 * of which many begin where there is no code.
 */
export function isStale(file: FileCoverageData, text: string): boolean {
  const own = (file as { [OWN_KEY]?: OwnData })[OWN_KEY]
  if (own) return own.sha256 !== sha256(text)
  const lines = text.split('\n')
  const ranges = Object.values(file.statementMap)
  let astray = 0
  for (const { start, end } of ranges) {
    if (end.line > lines.length) return true
    // Where a count is kept for whole lines, blank ones have one too.
    const blank = (lines[start.line - 1] ?? '').slice(start.column).trim() === ''
    if (start.column > 0 && blank) astray++
  }
  return astray > ranges.length / 10
}
