/** Shows on standard error how far `mutate verify` is: one live line on a terminal, some whole lines elsewhere. */
import { createLiveLine } from '../reporters/live-line.js'
import { formatDuration } from '../reporters/summary.js'
import { columnsOf, fit, isLive } from '../reporters/terminal.js'
import { plural } from '../common/plural.js'

export interface VerifyProgress {
  copying(copies: number): void
  asking(questions: number, workers: number, plainMs: number): void
  answered(agrees: boolean | undefined): void
  /** Removes the line; may be called more than once. */
  done(): void
}

/** Without a terminal: so many lines until all are answered. */
const STEPS = 10

export function createVerifyProgress(stderr: NodeJS.WriteStream, env: NodeJS.ProcessEnv): VerifyProgress {
  const live = isLive(stderr, env) ? createLiveLine(stderr, process.stdout.isTTY ? [process.stdout] : []) : undefined
  let total = 0
  let answers = 0
  let disagreeing = 0
  let begun = 0
  const show = (text: string, always: boolean) => {
    if (live) live.draw(fit(` ${text}`, columnsOf(stderr) - 1))
    else if (always) stderr.write(`${text}\n`)
  }
  return {
    copying(copies) {
      show(`making ${plural(copies, 'copy', 'copies')} of the project, and running the plain suite in each`, true)
    },
    asking(questions, workers, plainMs) {
      total = questions
      begun = performance.now()
      const about = formatDuration(questions * plainMs / workers)
      show(`${plural(questions, 'verdict')}, ${workers} at a time; one plain run takes ${formatDuration(plainMs)}, all about ${about}`, true)
    },
    answered(agrees) {
      answers++
      if (agrees === false) disagreeing++
      const left = (performance.now() - begun) / answers * (total - answers)
      const wrong = disagreeing === 0 ? '' : `, ${disagreeing} disagree`
      const step = Math.floor(STEPS * answers / total) > Math.floor(STEPS * (answers - 1) / total)
      show(`${answers}/${total} verdicts checked${wrong}, ${formatDuration(left)} left`, step || agrees === false)
    },
    done() {
      live?.close()
    },
  }
}
