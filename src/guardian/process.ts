/** The guardian's process: reads which processes to watch, and ends them when nobody writes any more. */
import { createInterface } from 'node:readline'

const watched = new Set<number>()
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [order, pid] = line.split(' ')
  if (order === 'watch') watched.add(Number(pid))
  else watched.delete(Number(pid))
})
lines.on('close', () => {
  for (const pid of watched) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  process.exit()
})
