/** For tests: a result in which every text tries to break out of the format it is written in. */
import type { RunResult } from '../../model/result.js'
import { makeResult } from '../test-kit.js'

export const ATTACK =
  '</failure>]]><script>alert(1)</script>"\' `` ``` | [a](javascript:alert(2)) @someone #1 %0A::error::x\r\n::error::y\n' +
  '\u0000\u001b[31m\u202e\ufffe\ud800 & %25 <!-- --> ##[error]z $(id) `id`'

export function hostileResult(): RunResult {
  const path = 'src/a b/[1]%,:"<x>\'&`|.ts'
  return makeResult({
    // The line with the survivor is a megabyte long.
    sources: { [path]: `const a = \`${ATTACK}\` > 1 // ${'y'.repeat(1_000_000)}\n` },
    tests: [{ path: [ATTACK], file: ATTACK }],
    mutants: [
      { at: '> 1', to: ATTACK, status: 'Survived', operator: `Op ${ATTACK}`, scope: ATTACK, coveredBy: [0] },
      { at: ATTACK, to: '', status: 'NoCoverage', operator: 'StringLiteral' },
      {
        at: 'const', to: ATTACK, status: 'Killed', operator: 'StringLiteral', coveredBy: [0],
        failure: { test: 0, kind: 'assertion', message: `${ATTACK}${'m'.repeat(1_000_000)}`, stack: ATTACK },
      },
      { at: 'const a', to: ATTACK, status: 'RuntimeError', reason: ATTACK },
      { at: 'a =', to: ATTACK, status: 'Ignored', rule: ATTACK, reason: ATTACK },
    ],
    notes: [{ level: 'warning', text: ATTACK }],
  })
}
