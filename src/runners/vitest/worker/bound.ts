/** Tells what bound functions are tied to, by watching `bind` while a test file is loaded: nobody can ask them. */

// Taken before weak maps are watched.
const { get: getIn, set: setIn } = WeakMap.prototype

const tied = new WeakMap<object, readonly unknown[]>()

/** Call before a test file is loaded, with its global object; returns how to stop. */
export function watchBind(page: object): () => void {
  const { prototype } = (page as { readonly Function: FunctionConstructor }).Function
  const own = Object.getOwnPropertyDescriptor(prototype, 'bind')!
  // A proxy has the name, the length and the text of what it stands for.
  const watching = new Proxy(own.value as object as (this: unknown, ...args: unknown[]) => object, {
    apply(bind, target, args: unknown[]) {
      const bound = Reflect.apply(bind, target, args)
      setIn.call(tied, bound, [target, ...args])
      return bound
    },
  })
  Object.defineProperty(prototype, 'bind', { ...own, value: watching })
  return () => {
    if (prototype.bind === watching) Object.defineProperty(prototype, 'bind', own)
  }
}

/** The function, what is `this` in it and the first arguments; undefined where it is not bound, or was so while nobody watched. */
export function tiedTo(bound: object): readonly unknown[] | undefined {
  return getIn.call(tied, bound) as readonly unknown[] | undefined
}
