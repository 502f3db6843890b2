import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate } from './helpers.js'

describe('gates against an earlier report', () => {
  it('pass when nothing changed but places, fail when an assertion is gone, and name what came alive', async () => {
    const project = copyFixture('shop')
    await mutate(project, ['src/money.ts', '--reporters', 'json'])
    cpSync(join(project, 'reports/mutation/mutation.json'), join(project, 'before.json'))
    const source = join(project, 'src/money.ts')
    writeFileSync(source, `// one more line\n${readFileSync(source, 'utf8')}`)
    const args = ['src/money.ts', '--reporters', 'json', '--no-new-survivors', 'before.json']
    const same = await mutate(project, args)
    expect(same).toMatchObject({ code: 0, stderr: expect.stringContaining('no mutant went unnoticed that did not in the earlier report') })

    const tests = join(project, 'test/cart.test.ts')
    writeFileSync(tests, readFileSync(tests, 'utf8').replaceAll(/expect\(formatCents.*$/gmu, ''))
    for (const file of ['parse', 'discounts']) {
      const path = join(project, `test/${file}.test.ts`)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/expect\((?:split|share|formatCents).*$/gmu, ''))
    }
    const worse = await mutate(project, args)
    expect(worse.code).toBe(1)
    expect(worse.stderr).toMatch(/\d+ mutants went unnoticed that did not in the earlier report \(src\/money\.ts:\d+/)
  })

  it('need a report that is there and is one', async () => {
    const project = copyFixture('shop')
    expect(await mutate(project, ['--no-new-survivors', 'none.json']))
      .toMatchObject({ code: 2, stderr: `mutate: --no-new-survivors: there is no report ${join(project, 'none.json')}\n` })
    expect(await mutate(project, ['--no-new-survivors', 'package.json']))
      .toMatchObject({ code: 2, stderr: expect.stringContaining('it is no mutation testing report; give a mutation.json that mutate wrote') })
  })
})

describe('gates of parts of the project', () => {
  it('stand in the config and have exit codes like the others', async () => {
    const project = copyFixture('shop')
    const config = (gates: object) => writeFileSync(join(project, 'mutate.config.json'), JSON.stringify({ paths: ['src/money.ts'], gates }))
    config({ 'src/money.ts': { minScore: 100 } })
    expect(await mutate(project, ['--reporters', 'json']))
      .toMatchObject({ code: 1, stderr: expect.stringContaining('the score of src/money.ts is') })
    config({ 'src/money.ts': { minScor: 100 } })
    expect(await mutate(project)).toMatchObject({
      code: 2, stderr: 'mutate: mutate.config.json: "gates" knows minScore, minCovered, maxSurvivors for "src/money.ts", not "minScor"\n',
    })
  })
})
