/** What other packages import: the helper that gives a config file its types. */
import type { MutateConfig } from './options/user-config.js'

export type { MutateConfig } from './options/user-config.js'

/** Returns the config as it is; editors then know its keys. */
export function defineConfig(config: MutateConfig): MutateConfig {
  return config
}
