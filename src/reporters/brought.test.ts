import { Chalk } from 'chalk'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../model/result.js'
import { annotations } from './ci/github.js'
import { markdown } from './ci/markdown.js'
import { sarif } from './ci/sarif.js'
import { reviewPage } from './review/page.js'
import { cartResult } from './test-kit.js'
import { textReport } from './text.js'

const plain = { chalk: new Chalk({ level: 0 }), columns: 100, terminal: true, all: false }

/** The change since main brings the less useful survivor, which no order but this one puts first. */
function since(compared = false): RunResult {
  const result = cartResult()
  const id = (operator: string) => result.mutants.find((mutant) => mutant.operator === operator)!.id
  const gone = { ...result.mutants[0]!, id: 'gone', original: 'old <code>', replacement: '' }
  return {
    ...result,
    brought: {
      since: 'main',
      mutants: [id('ConditionalExpression'), id('BlockStatement')],
      ...(compared && { compared: { noticed: [id('ArithmeticOperator')], gone: [gone], unjudged: [], added: 3, unchanged: { open: 1, others: 4 } } }),
    },
  }
}

const nothingNew = (): RunResult => ({ ...cartResult(), brought: { since: 'main', mutants: [] } })

describe('what a change brings', () => {
  it('stands alone on the terminal, and what was there before is counted', () => {
    const text = textReport(since(), plain, undefined)
    expect(text).toMatch(/^\n1 survivor that the change since main brings\n\nsrc\/cart\.ts:20:12 {2}ConditionalExpression/)
    expect(text).toContain('\n1 survivor was there before; --all shows it\n')
    expect(text).not.toContain('src/cart.ts:8:9')
    const all = textReport(since(), { ...plain, all: true }, undefined)
    expect(all.indexOf('src/cart.ts:20:12')).toBeLessThan(all.indexOf('1 survivor that was there before'))
    expect(all.indexOf('1 survivor that was there before')).toBeLessThan(all.indexOf('src/cart.ts:8:9'))
    expect(textReport(nothingNew(), plain, undefined)).toMatch(/^\nThe change since main brings no survivor\.\n\n2 survivors were there before; --all shows them/)
  })

  it('comes first on the review page, under its own heading', () => {
    const page = reviewPage(since(), 'mutants.html')
    const at = (text: string) => {
      expect(page).toContain(text)
      return page.indexOf(text)
    }
    expect(page).toContain('project: 1 change to the code that no test noticed, new since main</h1>')
    expect(at('What the change since <code>main</code> brings')).toBeLessThan(at('<code>this.items.length &gt; 0</code> is false'))
    expect(at('New, and not reached by any test')).toBeLessThan(at('Survivors that were there before'))
    expect(at('Survivors that were there before')).toBeLessThan(at('both sides of <code>all &gt; 100</code> equal'))
    expect(reviewPage(nothingNew(), 'mutants.html')).toContain('project: no new survivors since main</h1>')
    expect(reviewPage(nothingNew(), 'mutants.html')).toContain('<p>No new mutant: nothing that could be changed is new.</p>')
  })

  it('is what a comment shows, and what was there before is folded away', () => {
    const text = markdown(since(), 60_000)
    expect(text).toContain('### Mutation testing: 1 new survivor since main\n')
    expect(text.match(/^```diff$/gm)).toHaveLength(1)
    expect(text).toContain('<summary>1 survivor was there before</summary>\n\n- `src/cart.ts`: 1 survivor, line 8\n')
    expect(text).toContain('<summary>1 mutant that the change brings and no test reaches</summary>')
  })

  it('is what annotations are for', () => {
    const lines = annotations(since(), '').trim().split('\n')
    expect(lines.map((line) => line.slice(0, 40))).toEqual(['::warning file=src/cart.ts,line=20,endLi', '::notice title=mutate::Not shown here: 1'])
    expect(lines[1]).toContain('Not shown here: 1 survivor from before, 1 mutant without a test.')
  })

  it('is new in SARIF', () => {
    const log = sarif(since(), '') as { runs: { results: { ruleId: string; baselineState: string }[] }[] }
    expect(log.runs[0]!.results.map((one) => [one.ruleId, one.baselineState])).toEqual([
      ['ConditionalExpression', 'new'], ['EqualityOperator', 'unchanged'], ['NoCoverage.BlockStatement', 'new'],
    ])
  })
})

describe('a comparison with an earlier report', () => {
  const sentence = '1 newly surviving, 1 newly without a test, 1 newly noticed, 1 open one gone, 3 new and not open, 5 unchanged (1 open)'

  it('is told in numbers, with what is noticed now and what is gone', () => {
    const text = textReport(since(true), plain, undefined)
    expect(text).toMatch(/\n1 mutant that no test noticed before, and one does now:\nsrc\/cart\.ts:9:14 {2}ArithmeticOperator/)
    expect(text).toContain('\n1 open mutant whose code is gone:\nsrc/cart.ts:8:9  EqualityOperator  old <code> → (removed)\n')
    expect(markdown(since(true), 60_000)).toContain(`Compared with \`main\`: ${sentence}.`)
    const page = reviewPage(since(true), 'mutants.html')
    expect(page).toContain(`<p>${sentence}.</p>`)
    expect(page).toContain('<code>old &lt;code&gt; → (removed)</code>')
  })
})
