/** Errors that nobody caught count as the user's Vitest counts them. */
import { expect, it } from 'vitest'
import { statusOf } from './helpers.js'
import { judge } from './tiers.js'

/** With `loud` an error goes unhandled; no test looks for it. */
const LATE = {
  'src/late.js': `export function late(loud, text) {
  if (loud) void Promise.reject(new Error(text))
  return 1
}
`,
  'test/late.test.js': `import { expect, test } from 'vitest'
import { late } from '../src/late.js'
test('is late', async () => {
  expect(late(false, 'noise')).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 5))
})
`,
}

it('an error that nobody caught is a failure', async () => {
  const { report } = await judge(LATE)
  expect(statusOf(report, 'loud', 'true')).toBe('Killed')
})

it('with dangerouslyIgnoreUnhandledErrors it is none', async () => {
  const { report } = await judge({
    ...LATE, 'vitest.config.js': 'export default { test: { dangerouslyIgnoreUnhandledErrors: true } }\n',
    'test/loud.test.js': `import { expect, test } from 'vitest'
import { late } from '../src/late.js'
test('is loud', () => { expect(late(true, 'known')).toBe(1) })
`,
  })
  expect(statusOf(report, 'loud', 'true')).toBe('Survived')
  expect(statusOf(report, '1', '0')).toBe('Killed')
})

it('onUnhandledError of the config is asked, and has the kind of error', async () => {
  const { report } = await judge({
    ...LATE,
    'vitest.config.js': `export default { test: { onUnhandledError(error) {
  if (error.type === 'Unhandled Rejection' && error.message === 'known') return false
} } }
`,
    'test/loud.test.js': `import { expect, test } from 'vitest'
import { late } from '../src/late.js'
test('is loud', () => { expect(late(true, 'known')).toBe(1) })
`,
  })
  expect(statusOf(report, 'loud', 'true')).toBe('Killed')
  expect(statusOf(report, 'loud', 'false')).toBe('Survived')
})

it('a test that listens for such errors itself has them, and the listener is gone before the next run', async () => {
  const { report } = await judge({
    ...LATE,
    'test/late.test.js': `import { expect, test, vi } from 'vitest'
import { late } from '../src/late.js'
const wait = () => new Promise((resolve) => setTimeout(resolve, 5))
test('is late', async () => {
  expect(late(false, 'noise')).toBe(1)
  await wait()
})
test('is told', async () => {
  const told = vi.fn()
  process.on('unhandledRejection', (error) => told(error.message))
  expect(late(true, 'known')).toBe(1)
  await wait()
  expect(told).toHaveBeenCalledExactlyOnceWith('known')
})
`,
  })
  // Unheard in the first test.
  expect(statusOf(report, 'loud', 'true')).toBe('Killed')
  expect(statusOf(report, 'loud', 'false')).toBe('Killed')
})
