/** How a text report is to look: colour and width. */
import type { ChalkInstance } from 'chalk'
import { colours, columnsOf } from './terminal.js'

export interface TextStyle {
  readonly chalk: ChalkInstance
  /** Columns to stay within. */
  readonly columns: number
  /** Printed to a terminal, which wraps; elsewhere long source lines are cut later. */
  readonly terminal: boolean
  /** Every survivor, not only the most useful one of each line. */
  readonly all: boolean
}

/** The style for a stream as it is: a terminal, a pipe, a file. */
export function terminalStyle(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): TextStyle {
  return { chalk: colours(stream, env), columns: columnsOf(stream), terminal: stream.isTTY === true, all: true }
}
