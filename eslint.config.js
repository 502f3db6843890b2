/** Typed lint, and the rule that keeps each library in its own folder. */
import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Which folders may import a library; everybody else may not. */
const boundaries = {
  'ts-morph': ['src/syntax/'],
  'istanbul-lib-coverage': ['src/coverage/'],
  vitest: ['src/runners/vitest/'],
  vite: ['src/runners/vitest/'],
  chalk: ['src/reporters/', 'src/cli.ts'],
  commander: ['src/options/', 'src/cli.ts'],
  'magic-string': ['src/instrument/'],
  jiti: ['src/options/'],
  picomatch: ['src/project/'],
  tinyglobby: ['src/project/'],
  'mutation-testing-elements': ['src/reporters/'],
  'mutation-testing-metrics': ['src/reporters/'],
  typescript: [],
}

const tests = ['test/**/*.ts', 'src/**/*.test.ts', 'src/**/testing.ts', 'src/**/test-kit.ts']

const nodeGlobals = Object.fromEntries([
  'process', 'console', 'Buffer', 'URL', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval',
].map((name) => [name, 'readonly']))

const libraries = Object.keys(boundaries)

/** The rule for the files of one place: all libraries but its own are out of reach. */
function restricted(allowed, extra = []) {
  const banned = libraries.filter((name) => !allowed.includes(name))
  const group = banned.flatMap((name) => [name, `${name}/*`])
  const patterns = [
    { group, message: 'Only one folder imports this library; see ARCHITECTURE.md.' },
    ...extra,
  ]
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] }
}

function place(path) {
  return path.endsWith('/') ? `${path}**/*.ts` : path
}

const places = [...new Set(Object.values(boundaries).flat())]

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '**/reports/', '**/.mutate/', 'fixtures/', 'test/verdicts/'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './test/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      '@typescript-eslint/unbound-method': 'off',
      'no-control-regex': 'off',
    },
  },
  { files: ['src/**/*.ts'], ignores: tests, rules: restricted([]) },
  ...places.map((path) => ({
    files: [place(path)],
    ignores: tests,
    rules: restricted(libraries.filter((name) => boundaries[name].includes(path))),
  })),
  {
    files: ['src/model/**/*.ts'],
    rules: restricted([], [{ group: ['../*', 'node:*'], message: 'The model is plain data: it knows nothing above it.' }]),
  },
  {
    files: ['src/engine/**/*.ts', 'src/plan/**/*.ts', 'src/instrument/**/*.ts', 'src/coverage/**/*.ts'],
    ignores: tests,
    rules: { 'no-console': 'error' },
  },
  {
    // Tests run generated code.
    files: tests,
    rules: {
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: nodeGlobals } },
)
