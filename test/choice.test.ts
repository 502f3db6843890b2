/** Which tests of a project count: those of chosen projects of Vitest, or of another config. */
import { describe, expect, test } from 'vitest'
import { mutate, readReport, statusOf, writeProject } from './helpers.js'

const projects = `export default { test: { projects: [
  { test: { name: 'weak', include: ['test/weak.test.js'] } },
  { test: { name: 'strict', include: ['test/strict.test.js'] } },
] } }\n`

function twoProjects(): string {
  return writeProject({
    'package.json': '{"type":"module"}\n',
    'vitest.config.js': projects,
    'vitest.weak.js': "export default { test: { include: ['test/weak.test.js'] } }\n",
    'src/adult.js': 'export const adult = (age) => age >= 18\n',
    'test/weak.test.js': "import { expect, test } from 'vitest'\nimport { adult } from '../src/adult.js'\ntest('old', () => expect(adult(40)).toBe(true))\n",
    'test/strict.test.js': "import { expect, test } from 'vitest'\nimport { adult } from '../src/adult.js'\ntest('just', () => expect([adult(17), adult(18)]).toEqual([false, true]))\n",
  })
}

describe('the tests that count', () => {
  test('are those of all projects, of the projects that are named, or of the config that is', async () => {
    const root = twoProjects()
    const boundary = async (...args: string[]) => {
      const { code, stderr } = await mutate(root, ['--reporters', 'json', ...args])
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('mutate:')])
      return [statusOf(readReport(root), 'age >= 18', 'age > 18'), Object.keys(readReport(root).testFiles ?? {})]
    }
    expect(await boundary()).toEqual(['Killed', ['test/strict.test.js', 'test/weak.test.js']])
    expect(await boundary('--project', 'weak')).toEqual(['Survived', ['test/weak.test.js']])
    expect(await boundary('--project', '!weak')).toEqual(['Killed', ['test/strict.test.js']])
    expect(await boundary('--vitest-config', 'vitest.weak.js')).toEqual(['Survived', ['test/weak.test.js']])
  })

  test('are the same for the plain suite that checks verdicts', async () => {
    const root = twoProjects()
    await mutate(root, ['--project', 'weak'])
    const same = await mutate(root, ['verify'])
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('(100.00 %)')])
    expect((await mutate(root, ['verify', '--project', 'strict'])).code).toBe(1)
  })

  test('see the environment that was set by nobody but the user, in the plain suite too', async () => {
    const root = writeProject({
      'package.json': '{"type":"module"}\n',
      'src/adult.js': 'export const adult = (age) => age >= 18\n',
      'src/adult.test.js': "import { expect, test } from 'vitest'\nimport { adult } from './adult.js'\n"
        + "test('old', () => expect([adult(40), process.env.FORCE_COLOR]).toEqual([true, undefined]))\n",
    })
    expect((await mutate(root)).code).toBe(0)
    expect((await mutate(root, ['verify'])).stdout).toContain('(100.00 %)')
  })

  test('must be there', async () => {
    const root = twoProjects()
    const none = await mutate(root, ['--project', 'nope'])
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/^mutate: Vitest \S+ could not start in .*: No projects matched the filter "nope"/m)])
    const gone = await mutate(root, ['--vitest-config', 'gone.js'])
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringMatching(/^mutate: --vitest-config: there is no file .*gone\.js$/m)])
  })
})
