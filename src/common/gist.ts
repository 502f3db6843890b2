/** What an error message says, in one line. */
import { stripVTControlCharacters } from 'node:util'

/** Of an error that is shown in one line. */
const MOST_CHARACTERS = 300

/** The first line, and those after it for as long as one only announces the next (`Transform failed with 1 error:`). */
export function gist(message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const last = lines.findIndex((line) => !/[:[({,]$/u.test(line))
  return lines.slice(0, last + 1 || undefined).join(' ').slice(0, MOST_CHARACTERS)
}
