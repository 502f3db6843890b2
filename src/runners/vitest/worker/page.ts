/** The document that tests share, and where it is: put back after each run. */

interface ElementLike {
  innerHTML: string
  getAttributeNames(): readonly string[]
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
}

interface PageLike {
  readonly document?: { readonly documentElement?: ElementLike | null; readonly body?: ElementLike | null; readonly head?: ElementLike | null; cookie?: string }
  readonly location?: { readonly href: string }
  readonly history?: { replaceState(state: unknown, title: string, url: string): void }
}

/** Undefined where there is none. */
export function rememberPage(realm: object): { reset(): void } | undefined {
  const { document, location, history } = realm as PageLike
  if (!document) return undefined
  const elements = [document.documentElement, document.head, document.body].flatMap((element) => (element ? [{ element, attributes: attributesOf(element) }] : []))
  const contents = [document.head, document.body].flatMap((element) => (element ? [{ element, html: element.innerHTML }] : []))
  const href = location?.href
  const cookies = cookiesOf(document.cookie)
  return {
    reset() {
      for (const { element, html } of contents) if (element.innerHTML !== html) element.innerHTML = html
      for (const { element, attributes } of elements) resetAttributes(element, attributes)
      if (href !== undefined && location?.href !== href) history?.replaceState(null, '', href)
      for (const [name, value] of cookiesOf(document.cookie)) {
        if (cookies.get(name) !== value) document.cookie = cookies.has(name) ? `${name}=${cookies.get(name)}` : `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT`
      }
    },
  }
}

/** Not by `attributes`, which is made when it is read first. */
function attributesOf(element: ElementLike): ReadonlyMap<string, string> {
  return new Map(element.getAttributeNames().map((name) => [name, element.getAttribute(name) ?? '']))
}

function resetAttributes(element: ElementLike, before: ReadonlyMap<string, string>): void {
  const now = attributesOf(element)
  for (const name of now.keys()) if (!before.has(name)) element.removeAttribute(name)
  for (const [name, value] of before) if (now.get(name) !== value) element.setAttribute(name, value)
}

/** Those that scripts may see, by name. */
function cookiesOf(text = ''): ReadonlyMap<string, string> {
  return new Map(text.split(/;\s*/u).filter(Boolean).map((each) => {
    const [name = '', ...value] = each.split('=')
    return [name, value.join('=')]
  }))
}
