/** Numbers for people. */

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Milliseconds as seconds with two decimals. */
export function seconds(ms) {
  return (ms / 1000).toFixed(2)
}
