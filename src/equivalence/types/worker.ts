/** The process that type-checks: takes one request from its parent, answers, ends. It may be told before what it will be about. */
import { checkTypes, prepareTypes } from './check.js'
import type { TypeCheckMessage } from './protocol.js'

process.on('message', ({ kind, request }: TypeCheckMessage) => {
  if (kind === 'check') {
    process.send?.(checkTypes(request), () => process.disconnect())
    return
  }
  try {
    prepareTypes(request)
  } catch {
    // What is wrong the check finds too, and tells.
  }
})
