/** HTML from templates in which everything that is put in is escaped, unless it is markup already. */

/** Markup that needs no escaping. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Markup | string | number | undefined | false | readonly Value[]

/** A template of markup; nothing is written for `undefined` and `false`, lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = parts[0] ?? ''
  for (const [i, value] of values.entries()) text += write(value) + (parts[i + 1] ?? '')
  return new Markup(text)
}

function write(value: Value): string {
  if (value instanceof Markup) return value.text
  if (value === undefined || value === false) return ''
  if (typeof value === 'object') return value.map(write).join('')
  return escapeHtml(String(value))
}

// Beside the markup characters: controls, and what changes the direction of the text around it.
const unsafe = /[&<>"'\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in an element or a quoted attribute; control characters become visible escapes. */
export function escapeHtml(text: string): string {
  return text.replace(unsafe, (char) => entities[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
