/** The project's own tests; the fixtures are projects of their own and run through helpers. */
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Where the results go as JSON too, for whoever counts them. */
const results = process.env.MUTATE_TEST_RESULTS

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/reports/**'],
    globalSetup: ['test/build.ts'],
    // Most of the time a test waits for what it started: on two cores, two files at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...(results ? { reporters: ['default', ['json', { outputFile: results }]] } : {}),
  },
})
