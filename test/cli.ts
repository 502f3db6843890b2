/** Runs the built command in a process of its own, as a user does. */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `mutate` with these arguments in a folder and waits for its end. */
export function mutate(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...cleanEnvironment(), ...env },
    maxBuffer: 1 << 28,
  })
  return { code: status, signal, stdout, stderr }
}

/** Starts `mutate`, for tests that talk to it while it runs. */
export function startMutate(args: readonly string[], cwd: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, [bin, ...args], { cwd, env: cleanEnvironment() })
}

/** Without what the surrounding test runner sets. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !/^(?:VITEST|TEST$|NODE_ENV$|MODE$|DEV$|PROD$|SSR$|BASE_URL$|NO_COLOR$|FORCE_COLOR$)/u.test(name))
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}
