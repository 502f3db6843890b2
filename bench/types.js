/**
 * What types cost and change while mutants are chosen: `node bench/types.js <project…>`. Times are of the processor, for
 * all mutants of the level `default` of the files below src that are no tests.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createGenerator } from '../dist/mutants/generator.js'
import { findCandidates } from '../dist/project/candidates.js'

for (const argument of process.argv.slice(2)) {
  const root = resolve(argument)
  const files = (await findCandidates(root)).filter((file) => file.startsWith('src/') && !file.includes('__test'))
  generateAll(createGenerator(['default']), root, files.slice(0, 1))
  const plain = measured(() => generateAll(createGenerator(['default']), root, files))
  const typed = measured(() => generateAll(createGenerator(['default'], true, { root, types: true }), root, files))
  const gone = [...plain.result].filter((id) => !typed.result.has(id)).length
  const added = [...typed.result].filter((id) => !plain.result.has(id)).length
  console.log(`${argument}: ${plain.result.size} mutants, ${plain.ms} ms without types, ${typed.ms} ms with types, `
    + `${gone} gone, ${added} new`)
}

/** The ids of all mutants that would be judged. */
function generateAll(generate, root, files) {
  const ids = new Set()
  for (const file of files) {
    const { mutants = [] } = generate(file, readFileSync(join(root, file), 'utf8'))
    for (const { id, ignored } of mutants) if (!ignored) ids.add(id)
  }
  return ids
}

function measured(work) {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, ms: Math.round((user + system) / 1000) }
}
