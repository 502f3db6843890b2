/** `mutants.html`: mutation-testing-elements and the report in one file that needs no network. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { writeReport } from './files.js'
import { buildReport } from './report.js'

/** Name of the explorer's file in the report folder. */
export const EXPLORER_FILE = 'mutants.html'

export function createHtmlReporter(context: ReporterContext): Reporter {
  return {
    name: 'html',
    async onFinish(result) {
      await writeReport(context.out, EXPLORER_FILE, await explorerPage(buildReport(result)))
    },
  }
}

/** The explorer as one HTML document; `report` is a report of the published schema. */
export async function explorerPage(report: object): Promise<string> {
  const require = createRequire(import.meta.url)
  const library = await readFile(require.resolve('mutation-testing-elements/dist/mutation-test-elements.js'), 'utf8')
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:">
<meta name="color-scheme" content="light dark">
<title>Mutants</title>
<link rel="icon" href="data:,">
<script>${inlineScript(library)}</script>
</head>
<body>
<mutation-test-report-app title-postfix="mutate"></mutation-test-report-app>
<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="report">${inlineJson(report)}</script>
<script>
const app = document.querySelector('mutation-test-report-app')
const paint = () => { document.body.style.backgroundColor = app.themeBackgroundColor }
app.addEventListener('theme-changed', paint)
app.report = JSON.parse(document.getElementById('report').textContent)
paint()
</script>
</body>
</html>
`
}

/** JSON that no HTML parser can take for markup. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/** A script whose string literals can neither close the element they stand in nor open a comment there. */
export function inlineScript(code: string): string {
  return code.replace(/<(?=\/?script|!--)/gi, '\\x3c')
}
