/** Node's own modules: the ones that something in the worker has loaded. */
import { isBuiltin } from 'node:module'

/** Their names; not those that Node keeps to itself. */
export function loadedModules(): string[] {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] }
  return moduleLoadList.flatMap((entry) => {
    const name = /^NativeModule (.+)$/.exec(entry)?.[1]
    return name === undefined || name.startsWith('internal/') || !isBuiltin(name) ? [] : [name]
  })
}
