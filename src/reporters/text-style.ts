/** How a text report is to look: colour and width. */
import type { ChalkInstance } from 'chalk'

export interface TextStyle {
  readonly chalk: ChalkInstance
  /** Columns to stay within. */
  readonly columns: number
  /** Printed to a terminal, which wraps; elsewhere long source lines are cut later. */
  readonly terminal: boolean
  /** Every survivor, not only the most useful one of each line. */
  readonly all: boolean
}
