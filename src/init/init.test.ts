import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { initialise } from './init.js'

function project(manifest: string, version = '4.1.0'): string {
  const root = mkdtempSync(join(tmpdir(), 'mutate-init-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'package.json'), manifest)
  mkdirSync(join(root, 'node_modules/vitest'), { recursive: true })
  writeFileSync(join(root, 'node_modules/vitest/package.json'), JSON.stringify({ name: 'vitest', version }))
  return root
}

const manifest = (root: string): string => readFileSync(join(root, 'package.json'), 'utf8')

describe('a script is added', () => {
  test.each([
    ['two spaces', '{\n  "name": "a",\n  "scripts": {\n    "test": "vitest"\n  }\n}\n', '{\n  "name": "a",\n  "scripts": {\n    "mutate": "mutate",\n    "test": "vitest"\n  }\n}\n'],
    ['tabs and CRLF', '{\r\n\t"scripts": {\r\n\t\t"test": "vitest"\r\n\t}\r\n}', '{\r\n\t"scripts": {\r\n\t\t"mutate": "mutate",\r\n\t\t"test": "vitest"\r\n\t}\r\n}'],
    ['scripts on one line', '{\n  "scripts": { "test": "vitest" }\n}\n', '{\n  "scripts": { "mutate": "mutate", "test": "vitest" }\n}\n'],
    ['no scripts', '{\n    "name": "a"\n}\n', '{\n    "name": "a",\n    "scripts": {\n        "mutate": "mutate"\n    }\n}\n'],
    ['empty scripts', '{\n  "scripts": {}\n}\n', '{\n  "scripts": {\n    "mutate": "mutate"\n  }\n}\n'],
    ['an empty manifest', '{}\n', '{\n  "scripts": {\n    "mutate": "mutate"\n  }\n}\n'],
    ['a key of that name further down', '{\n  "other": {\n    "scripts": {}\n  },\n  "scripts": {\n    "a": "b"\n  }\n}\n', '{\n  "other": {\n    "scripts": {}\n  },\n  "scripts": {\n    "mutate": "mutate",\n    "a": "b"\n  }\n}\n'],
  ])('with %s', (_, before, after) => {
    const root = project(before)
    expect(initialise(root)).toContain('added the script "mutate" to package.json: npm run mutate')
    expect(manifest(root)).toBe(after)
  })

  test('not when there is one, whatever it runs', () => {
    for (const scripts of ['{ "mutants": "mutate --since main" }', '{ "mutate": "other" }']) {
      const text = `{ "scripts": ${scripts} }`
      const root = project(text)
      initialise(root)
      expect(manifest(root)).toBe(text)
    }
  })
})

describe('a config is written', () => {
  test('in TypeScript where the project is, with comments, and a second time it is kept', () => {
    const root = project('{}')
    writeFileSync(join(root, 'tsconfig.json'), '{}')
    expect(initialise(root)).toContain('wrote mutate.config.ts')
    const path = join(root, 'mutate.config.ts')
    expect(readFileSync(path, 'utf8')).toContain('// minScore: 80,')
    expect(readFileSync(path, 'utf8')).toContain('\n  // typeCheck: false,')
    writeFileSync(path, 'export default {}\n')
    expect(initialise(root)).toContain('kept mutate.config.ts as it is')
    expect(readFileSync(path, 'utf8')).toBe('export default {}\n')
  })

  test('not beside another one', () => {
    const root = project('{ "mutate": {} }')
    expect(initialise(root)).toContain('kept the "mutate" key of package.json as it is')
    expect(existsSync(join(root, 'mutate.config.mjs'))).toBe(false)
  })

  test('that can be loaded', async () => {
    const root = project('{}')
    initialise(root)
    const { loadConfig } = await import('../options/config-file.js')
    expect((await loadConfig(root)).values).toEqual({ operators: ['default'], reporters: ['text', 'json', 'html'] })
  })
})

describe('the lines for CI', () => {
  test('are those of the system in use', () => {
    const root = project('{}')
    expect(initialise(root).join('\n')).toContain('actions/checkout@v4')
    writeFileSync(join(root, '.gitlab-ci.yml'), '')
    expect(initialise(root).join('\n')).toContain('GIT_DEPTH: 0')
  })
})

describe('what is left to do', () => {
  const rest = (root: string): string[] => initialise(root).filter((line) => line.startsWith('add '))

  test('is to add the package, with the package manager of the project, and to ignore the reports', () => {
    const root = project('{ "packageManager": "pnpm@10.33.0" }')
    writeFileSync(join(root, '.gitignore'), 'node_modules\n')
    expect(rest(root)).toEqual([
      'add mutate-cli to the project, so that CI has it too: pnpm add --save-dev mutate-cli', 'add reports/mutation to .gitignore',
    ])
    const lines = initialise(root).join('\n')
    expect(lines).toContain('- uses: pnpm/action-setup@v4\n  - run: pnpm install --frozen-lockfile\n  - run: pnpm exec mutate --since')
  })

  test('is not told where it is done', () => {
    const root = project('{ "devDependencies": { "mutate-cli": "^0.1.0" } }')
    writeFileSync(join(root, '.gitignore'), 'node_modules\nreports/\n')
    expect(rest(root)).toEqual([])
  })
})

describe('nothing is written', () => {
  test.each([
    ['{ "devDependencies": { "jest": "30" } }', '3.1.4', 'Vitest 3.1.4 is not supported; mutate works with Vitest 3.2, 4 and 5'],
    ['[]', '4.0.0', 'holds no JSON object; mend it first'],
  ])('for %s with Vitest %s', (text, version, message) => {
    const root = project(text, version)
    expect(() => initialise(root)).toThrow(message)
    expect(existsSync(join(root, 'mutate.config.mjs'))).toBe(false)
    expect(manifest(root)).toBe(text)
  })

  test('for another runner, which is named', () => {
    const root = project('{ "devDependencies": { "jest": "30" } }')
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(() => initialise(root)).toThrow('this project is tested with jest, and mutate works with Vitest 3.2, 4 and 5')
  })
})
