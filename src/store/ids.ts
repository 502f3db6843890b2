/** Lists of numbers as short text: a run of consecutive ones is written as its two ends. */
import type { Receipt } from '../model/verdict.js'

export function packIds(ids: readonly number[]): string {
  const parts: string[] = []
  for (let from = 0; from < ids.length;) {
    let to = from
    while (ids[to + 1] === ids[to]! + 1) to++
    parts.push(from === to ? `${ids[from]!}` : `${ids[from]!}-${ids[to]!}`)
    from = to + 1
  }
  return parts.join(',')
}

export function unpackIds(text: string): number[] {
  if (text === '') return []
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}

export interface PackedReceipt extends Omit<Receipt, 'ran'> {
  readonly ran: string
}

export function packReceipt(receipt: Receipt): PackedReceipt {
  return { ...receipt, ran: packIds(receipt.ran) }
}

export function unpackReceipt(packed: PackedReceipt): Receipt {
  return { ...packed, ran: unpackIds(packed.ran) }
}
