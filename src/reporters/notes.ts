/** A note of the run as a line on a terminal. */
import type { ChalkInstance } from 'chalk'
import type { Note } from '../model/result.js'
import { safe } from './terminal.js'

export function noteLine(note: Note, chalk: ChalkInstance): string {
  const label = note.level === 'warning' ? chalk.yellow('warning:') : chalk.dim('note:')
  return `${label} ${safe(note.text)}`
}
