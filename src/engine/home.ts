/** Which test file is made for which source, as far as their names tell. */

/** Names that say nothing of what is in a file: then its folder tells. */
const NAMELESS = new Set(['index', 'test', 'tests', 'spec', 'main', 'mod'])

/**
 * What a file is about: `src/schemas/string/string.test.ts`, `test/string.spec.ts` and `src/string/index.ts` are about `string`.
 * @param path relative, with `/`
 */
export function subjectOf(path: string): string {
  const parts = path.split('/')
  const name = parts.pop()!.replace(/(?:[.-](?:test|spec))?\.\w+$/, '')
  return NAMELESS.has(name) ? parts.findLast((part) => !/^(?:__)?(?:tests?|spec)(?:__)?$/.test(part)) ?? name : name
}
