/**
 * Writes what is made from the option table (schema/mutate.schema.json, the type of a config, the reference in
 * docs/configuration.md) and from the operators and rules (docs/operators.md).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

const root = new URL('../', import.meta.url)
const jiti = createJiti(import.meta.url, { fsCache: false })
const load = (source) => jiti.import(fileURLToPath(new URL(source, root)))
const { configType, jsonSchema, withReference } = await load('src/options/generate.ts')
const { operatorReference } = await load('src/suppression/reference.ts')

mkdirSync(new URL('schema/', root), { recursive: true })
writeFileSync(new URL('schema/mutate.schema.json', root), jsonSchema())
writeFileSync(new URL('src/options/user-config.ts', root), configType())
const docs = new URL('docs/configuration.md', root)
writeFileSync(docs, withReference(readFileSync(docs, 'utf8')))
writeFileSync(new URL('docs/operators.md', root), operatorReference())
