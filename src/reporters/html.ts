/** The HTML reports: `index.html` to review, `mutants.html` to explore. */
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { explorerPage } from './explorer.js'
import { withReasons } from './explorer-reasons.js'
import { EXPLORER_FILE, REVIEW_FILE } from './file-names.js'
import { writeReport } from './files.js'
import { buildReport } from './report.js'
import { reviewPage } from './review/page.js'

export function createHtmlReporter(context: ReporterContext): Reporter {
  return {
    name: 'html',
    async onFinish(result) {
      await writeReport(context.out, EXPLORER_FILE, await explorerPage(withReasons(buildReport(result), result), REVIEW_FILE))
      await writeReport(context.out, REVIEW_FILE, reviewPage(result, EXPLORER_FILE))
    },
  }
}
