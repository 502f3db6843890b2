/** Typed lint, and the rules that keep each third-party library in its one folder. */
import { builtinModules } from 'node:module'
import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Which folders may import a library; with `tests`, tests everywhere may too. */
const homes = [
  { library: 'ts-morph', home: ['src/syntax/'] },
  { library: '@eslint-community/regexpp', home: ['src/syntax/'] },
  { library: 'istanbul-lib-coverage', home: ['src/coverage/'] },
  { library: 'vitest', home: ['src/runners/vitest/'], tests: true },
  { library: 'vite', home: ['src/runners/vitest/'], tests: true },
  { library: 'chalk', home: ['src/reporters/', 'src/cli.ts'] },
  { library: 'commander', home: ['src/cli.ts', 'src/options/'] },
  { library: 'magic-string', home: ['src/instrument/'] },
  { library: 'jiti', home: ['src/options/'] },
  { library: 'p-limit', home: ['src/oracle/'] },
  { library: 'picomatch', home: ['src/project/'] },
  { library: 'tinyglobby', home: ['src/project/'] },
  { library: 'terser', home: ['src/equivalence/'] },
  { library: 'diff', home: ['src/reporters/'], tests: true },
  { library: 'mutation-testing-metrics', home: ['src/reporters/'] },
  { library: 'mutation-testing-elements', home: ['src/reporters/'] },
  // Types alone: the user's compiler is loaded from his project, in a process of its own.
  { library: 'typescript', home: ['src/equivalence/types/'], tests: true },
]

/** Which folders may not import which others, so that the way of the data has one direction. */
const directions = [
  { from: 'src/model/', to: ['*'], why: 'The model is plain data: it knows nothing but itself.' },
  {
    from: 'src/engine/',
    to: ['runners', 'reporters', 'commands'],
    why: 'The engine knows runners by their interface, and never prints.',
  },
  {
    from: 'src/reporters/',
    to: ['engine', 'runners', 'options', 'commands', 'syntax', 'operators', 'instrument', 'run'],
    why: 'Reporters know results alone.',
  },
  {
    from: 'src/operators/',
    to: ['engine', 'runners', 'reporters', 'commands', 'instrument', 'run'],
    why: 'Operators know syntax alone.',
  },
  {
    from: 'src/syntax/',
    to: ['engine', 'runners', 'reporters', 'options', 'commands', 'operators', 'run'],
    why: 'Syntax knows the model alone.',
  },
  {
    from: 'src/instrument/',
    to: ['engine', 'runners', 'reporters', 'options', 'commands', 'operators', 'run'],
    why: 'The instrumenter takes source files as data.',
  },
]

/** Who may print. */
const printers = ['src/reporters/', 'src/commands/', 'src/cli.ts']

/** Tests, and what only they import. */
const testNames = ['*.test.ts', 'testing.ts', 'test-*.ts']
const testFiles = testNames.map((name) => `src/**/${name}`)

/** Each place with rules of its own gets one block: a rule's options replace those of the blocks before. */
const places = [
  ...new Set([...homes.flatMap(({ home }) => home), ...directions.map(({ from }) => from), ...printers]),
]

const builtins = builtinModules.filter((name) => !name.startsWith('_') && !name.includes('/'))
const withoutNodePrefix = {
  selector: `ImportDeclaration[source.value=/^(?:${builtins.join('|')})(?:\\u002F|$)/]`,
  message: 'Built-in modules are imported with node:.',
}

/** The boundaries of one place, or of all code (`''`), either for its code or for its tests. */
function boundaries(place, forTests) {
  const patterns = homes
    .filter(({ home, tests }) => !(forTests && tests) && !home.some((each) => place.startsWith(each)))
    .map(({ library, home }) => ({
      regex: `^${library}(?:$|/)`,
      message: home.length === 0 ? `Nothing imports ${library}.` : `Only ${home.join(' and ')} may import ${library}.`,
    }))
  for (const { to, why } of directions.filter((each) => place === each.from)) {
    if (!to.includes('*')) patterns.push({ regex: `^\\.\\./(?:${to.join('|')})(?:/|\\.js$)`, message: why })
    else if (!forTests) patterns.push({ regex: `^(?!\\./)`, message: why })
  }
  // `import()` is not seen by no-restricted-imports.
  const dynamic = patterns.map(({ regex, message }) => ({
    selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
    message,
  }))
  const folder = place === '' ? 'src/' : place
  const code = folder.endsWith('.ts') ? folder : `${folder}**/*.ts`
  return {
    files: forTests ? testNames.map((name) => `${folder}**/${name}`) : [code],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...dynamic, withoutNodePrefix],
      'no-console': forTests || printers.includes(place) ? 'off' : 'error',
    },
  }
}

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '**/reports/', '**/.mutate/', 'fixtures/', 'test/verdicts/'] },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-control-regex': 'off', // terminals are written to with control characters
      // Strict rules that here are a matter of taste, or wrong more often than right:
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off', // right after a bound was checked
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off', // types of streams promise too much
      '@typescript-eslint/no-unnecessary-condition': 'off', // so do types of user data
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  boundaries('', false),
  ...places.map((place) => boundaries(place, false)),
  boundaries('', true),
  ...places.filter((place) => place.endsWith('/')).map((place) => boundaries(place, true)),
  {
    // There are hundreds of kinds of syntax; a switch names those it means.
    files: ['src/syntax/**/*.ts', 'src/operators/**/*.ts'],
    rules: { '@typescript-eslint/switch-exhaustiveness-check': 'off' },
  },
  {
    files: ['src/runners/vitest/worker/*.ts'],
    ignores: [...testFiles, ...['real-files', 'wrap', 'writes'].map((name) => `src/runners/vitest/worker/${name}.ts`)],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [{ name: 'node:fs', message: 'Workers stand in front of these: take those of real-files.ts.' }] }],
    },
  },
  {
    // Tests run generated code, read JSON as it comes, and look at what a terminal gets.
    files: [...testFiles, 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
)
