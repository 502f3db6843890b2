/** Makes mutation-testing-elements fit for everybody from outside: contrast, headings, landmarks, keys. */

/** For the page: colours that inherit into the shadow trees of the component, in its two themes. */
export const EXPLORER_COLOURS = `
mutation-test-report-app { --mend-good: #0b5c26; --mend-fair: #7d4e00; --mend-bad: #b3261e; --mend-ink: #1b1f24; --mend-paper: #fff;
  --prism-cdata: #57574a; --prism-attr-value: #a80d52; --prism-boolean: #0a5c5b; --prism-atrule: #00557a; --prism-deleted: #8f0510 }
mutation-test-report-app[theme=dark] { --mend-good: #6fdd8b; --mend-fair: #f0c04f; --mend-bad: #ff9a8d; --mend-ink: #f4f4f5; --mend-paper: #18181b;
  --prism-cdata: #b0b0b0; --prism-attr-value: #f9ee98; --prism-boolean: #9c9; --prism-atrule: #f9ee98; --prism-deleted: #ff8fb3; --prism-symbol: #ff8fb3 }
`

const SHEET = `
.text-green-700 { color: var(--mend-good) } .text-yellow-600 { color: var(--mend-fair) } .text-red-700 { color: var(--mend-bad) }
.text-gray-800.ms-3 { color: var(--mend-ink); background: var(--mend-paper); border-radius: .25rem; padding: 0 .35rem }
:host([mode=closed]) h2 { visibility: hidden }
`

/**
 * Runs before the component's own code. Every shadow root gets the sheet behind those of the component, and, whenever it
 * is drawn, what the component lacks: its main landmarks become plain boxes, as the page has one around all of it, and a box that
 * scrolls can be reached by keys.
 */
export const EXPLORER_ACCESS = `
const sheet = new CSSStyleSheet()
sheet.replaceSync(${JSON.stringify(SHEET)})
const mend = (root) => {
  for (const main of root.querySelectorAll('main')) {
    const box = document.createElement('div')
    box.className = main.className
    box.append(...main.childNodes)
    main.replaceWith(box)
  }
  for (const box of root.querySelectorAll('pre, .overflow-y-auto')) box.tabIndex = 0
}
const attach = Element.prototype.attachShadow
Element.prototype.attachShadow = function (init) {
  const root = attach.call(this, init)
  // The component puts its own sheets in right after this.
  queueMicrotask(() => { root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet] })
  new MutationObserver(() => mend(root)).observe(root, { childList: true, subtree: true })
  return root
}
`
