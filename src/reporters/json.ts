/** `mutation.json`: the report of the published schema, for other tools and for later runs. */
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { JSON_FILE } from './file-names.js'
import { writeReport } from './files.js'
import { buildReport } from './report.js'

export function createJsonReporter(context: ReporterContext): Reporter {
  return {
    name: 'json',
    async onFinish(result) {
      await writeReport(context.out, JSON_FILE, `${JSON.stringify(buildReport(result))}\n`)
    },
  }
}
