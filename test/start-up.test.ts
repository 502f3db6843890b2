/** What is loaded before it is needed: libraries that take long to load make every start slow. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))

/** The CommonJS modules of packages that Node has loaded after a module of `dist`: the parser and what reads coverage are some. */
function packagesOf(module: string): string[] {
  const script = `
    import { createRequire } from 'node:module'
    await import(${JSON.stringify(join(DIST, module))})
    const paths = Object.keys(createRequire(import.meta.url).cache).map((path) => path.replaceAll('\\\\', '/'))
    console.log(JSON.stringify(paths.map((path) => path.split('node_modules/').at(-1))))
  `
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as string[]
}

it('the conductor loads neither the parser nor what reads coverage before it knows that there is work', () => {
  expect(packagesOf('run.js').filter((path) => /^(?:ts-morph|@ts-morph|typescript|istanbul|@istanbuljs)/.test(path))).toEqual([])
})

it('the check above sees the parser where it is loaded', () => {
  expect(packagesOf('mutants/generator.js').join()).toContain('ts-morph')
})
