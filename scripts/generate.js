/** Writes what is made from the option table: schema/mutate.schema.json, the type of a config, and the reference in docs/configuration.md. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

const root = new URL('../', import.meta.url)
const source = fileURLToPath(new URL('src/options/generate.ts', root))
const { configType, jsonSchema, withReference } = await createJiti(import.meta.url, { fsCache: false }).import(source)

mkdirSync(new URL('schema/', root), { recursive: true })
writeFileSync(new URL('schema/mutate.schema.json', root), jsonSchema())
writeFileSync(new URL('src/options/user-config.ts', root), configType())
const docs = new URL('docs/configuration.md', root)
writeFileSync(docs, withReference(readFileSync(docs, 'utf8')))
