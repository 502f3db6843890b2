import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openWorkerNumbers } from './worker-numbers.js'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'mutate-numbers-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

it('the workers of two runs at the same time have numbers of their own, from 1', () => {
  const place = folder()
  const [one, two] = [openWorkerNumbers(place), openWorkerNumbers(place)]
  const first = [one.numberOf(1), one.numberOf(2)]
  const second = [two.numberOf(1), two.numberOf(2)]
  expect([first, second]).toEqual([[1, 2], [3, 4]])
  expect([one.numberOf(2), two.numberOf(1)]).toEqual([2, 3])
})

it('a number that a worker of the same run was moved to is not given twice', () => {
  const place = folder()
  const other = openWorkerNumbers(place)
  other.numberOf(1)
  const mine = openWorkerNumbers(place)
  expect([mine.numberOf(1), mine.numberOf(2), mine.numberOf(3)]).toEqual([2, 3, 4])
})

it('numbers are free again after the run, and after one that was killed', () => {
  const place = folder()
  const one = openWorkerNumbers(place)
  expect(one.numberOf(1)).toBe(1)
  one.release()
  expect(readdirSync(place)).toEqual([])
  writeFileSync(join(place, '1'), JSON.stringify({ pid: 999_999_999, host: hostname(), began: '' }))
  writeFileSync(join(place, '2'), 'torn')
  expect(openWorkerNumbers(place).numberOf(2)).toBe(2)
})

it('where nothing can be written, workers have the numbers of their run', () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  const numbers = openWorkerNumbers(join(file, 'below'))
  expect([numbers.numberOf(1), numbers.numberOf(2)]).toEqual([1, 2])
})
