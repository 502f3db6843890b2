/** The process that type-checks: takes one request from its parent, answers, ends. */
import { checkTypes } from './check.js'
import type { TypeCheckRequest } from './protocol.js'

process.once('message', (request: TypeCheckRequest) => {
  process.send?.(checkTypes(request), () => process.disconnect())
})
