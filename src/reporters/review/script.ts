/** What the review page can do where JavaScript runs: filter, and open what an address points to. */

// The elements are found by data attributes; no text of the report becomes part of this script.
export const SCRIPT = `
const form = document.getElementById('filters')
const items = [...document.querySelectorAll('[data-file]')]
const shown = document.getElementById('shown')
function apply() {
  const wanted = [...form.querySelectorAll('select')].filter((select) => select.value !== '')
  let count = 0
  for (const item of items) {
    const fits = wanted.every((select) => item.dataset[select.name] === select.value)
    item.hidden = !fits
    if (fits && item.tagName === 'ARTICLE') count++
  }
  for (const group of document.querySelectorAll('[data-group]')) {
    group.hidden = ![...group.querySelectorAll('[data-file]')].some((item) => !item.hidden)
  }
  shown.textContent = count + (count === 1 ? ' survivor shown' : ' survivors shown')
}
form.addEventListener('change', apply)
form.addEventListener('reset', () => setTimeout(apply))
form.addEventListener('submit', (event) => event.preventDefault())
form.hidden = false
apply()
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let box = target?.closest('details'); box; box = box.parentElement.closest('details')) box.open = true
  target?.scrollIntoView()
}
addEventListener('hashchange', reveal)
if (location.hash) reveal()
`
