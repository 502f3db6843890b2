/**
 * One run that writes down each verdict the moment it is announced, for `bench/kills.js`: what was written was reached,
 * whatever happens to the process then. The last line holds the result, without the type check that comes after verdicts.
 * Arguments: the project, the file to write to.
 */
import { openSync, writeSync } from 'node:fs'
import { parseArguments } from '../../dist/options/arguments.js'
import { resolveOptions } from '../../dist/options/resolve.js'
import { run } from '../../dist/run.js'

const [root, path] = process.argv.slice(2)
const file = openSync(path, 'w')
const write = (value) => writeSync(file, `${JSON.stringify(value)}\n`)

const options = await resolveOptions(parseArguments(['run', '--force', '--no-type-check', '--root', root]), root)
await run(options, (event) => {
  if (event.type === 'verdict') write({ mutant: event.mutant, status: event.status })
}, undefined, async (result) => {
  write({
    statuses: Object.fromEntries(result.verdicts.map(({ mutant, status }) => [mutant, status])),
    notes: result.notes.map(({ text }) => text),
  })
})
