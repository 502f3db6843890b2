/** What every reporter gets to work with: where to write, which streams, which environment. */

export interface ReporterContext {
  /** Absolute path of the project. */
  readonly root: string
  /** Absolute path of the report folder; it is made when the first report is written. */
  readonly out: string
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: NodeJS.ProcessEnv
  /** Standard output belongs to the JSON report: nothing else may be printed there. */
  readonly json: boolean
  /** Show every survivor on the terminal, not only the most useful one of each line. */
  readonly all: boolean
  /** The reporters that were asked for, so that one can point to what another one writes. */
  readonly names: readonly string[]
}
