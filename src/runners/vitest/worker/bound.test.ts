import { expect, it } from 'vitest'
import { tiedTo, watchBind } from './bound.js'

it('bind does and looks as before, and is the same again afterwards', () => {
  const before = Function.prototype.bind
  const stop = watchBind(globalThis)
  const { bind } = Function.prototype
  function tell(this: string, ...words: string[]) { return [this, ...words].join(' ') }
  const bound = Reflect.apply(bind, tell, ['I', 'say']) as (...words: string[]) => unknown
  expect([bind.name, bind.length, Function.prototype.toString.call(bind)]).toEqual(['bind', 1, 'function () { [native code] }'])
  expect([bound('yes'), bound.name, tiedTo(bound)]).toEqual(['I say yes', 'bound tell', [tell, 'I', 'say']])
  expect(() => Reflect.apply(bind, 1 as never, []) as unknown).toThrow(TypeError)
  stop()
  expect([Function.prototype.bind, tiedTo(Reflect.apply(before, tell, ['I']) as object)]).toEqual([before, undefined])
})

it('what replaced bind meanwhile stays', () => {
  const own = Object.getOwnPropertyDescriptor(Function.prototype, 'bind')!
  const stop = watchBind(globalThis)
  const other = () => () => undefined
  Object.defineProperty(Function.prototype, 'bind', { ...own, value: other })
  stop()
  const after: unknown = Function.prototype.bind
  Object.defineProperty(Function.prototype, 'bind', own)
  expect(after).toBe(other)
})
