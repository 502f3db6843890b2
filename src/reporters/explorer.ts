/** `mutants.html`: mutation-testing-elements and the report in one file that needs no network. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { EXPLORER_ACCESS, EXPLORER_COLOURS } from './explorer-access.js'

const starter = `
const app = document.querySelector('mutation-test-report-app')
const paint = () => { document.body.style.backgroundColor = app.themeBackgroundColor }
app.addEventListener('theme-changed', paint)
app.report = JSON.parse(document.getElementById('report').textContent)
paint()
`

/**
 * The explorer as one HTML document.
 * @param report a report of the published schema
 * @param review address of the review page to link to
 */
export async function explorerPage(report: object, review?: string): Promise<string> {
  const { resolve } = createRequire(import.meta.url)
  const library = inlineScript(await readFile(resolve('mutation-testing-elements/dist/mutation-test-elements.js'), 'utf8'))
  const back = review === undefined ? '' : `<header><a href="${encodeURI(review)}">Review page: what to look at first</a></header>\n`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${scriptHash(EXPLORER_ACCESS)} ${scriptHash(library)} ${scriptHash(starter)}; style-src 'unsafe-inline'; img-src data:; font-src data:">
<meta name="color-scheme" content="light dark">
<title>Mutants</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0.5rem }
header { font: 0.9rem system-ui, sans-serif; margin: 0.5rem }
header a { color: #0b62c4 }
@media (prefers-color-scheme: dark) { header a { color: #7ab8ff } }
${EXPLORER_COLOURS}</style>
<script>${EXPLORER_ACCESS}</script>
<script>${library}</script>
</head>
<body>
${back}<main><mutation-test-report-app title-postfix="mutate"></mutation-test-report-app></main>
<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="report">${inlineJson(report)}</script>
<script>${starter}</script>
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
  return code.replaceAll('\r\n', '\n').replace(/<(?=\/?script|!--)/gi, '\\x3c')
}

/** The source expression of a Content-Security-Policy that lets exactly this script run. */
export function scriptHash(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
}
