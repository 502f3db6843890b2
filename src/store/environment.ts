/** What of the environment verdicts are taken to rest on: every variable but those that say where and how a shell runs. */
import { sha256 } from '../common/hash.js'

/** They differ from shell to shell, machine to machine or CI run to CI run. */
const PASSING = new RegExp(`^(?:${[
  '_', 'SHLVL', 'PWD', 'OLDPWD', 'TERM', 'TERM_.*', 'COLORTERM', 'COLUMNS', 'LINES', 'SSH_.*', 'XDG_.*', 'DBUS_.*', 'WINDOWID',
  'DISPLAY', 'WAYLAND_DISPLAY', 'HOME', 'USER', 'LOGNAME', 'HOSTNAME', 'SHELL', 'PATH', 'MAIL', 'TMPDIR', 'TMP', 'TEMP',
  'EDITOR', 'PAGER', 'LESS.*', 'LS_COLORS', 'FORCE_COLOR', 'NO_COLOR', 'INIT_CWD', 'NODE', 'npm_.*', 'pnpm_.*', 'PNPM_.*',
  'YARN_.*', 'GITHUB_.*', 'RUNNER_.*', 'ACTIONS_.*', 'CI_.*', 'GITLAB_.*', 'CIRCLE_.*', 'JOB_.*', 'MUTATE_.*',
].join('|')})$`, 'u')

/** The versions and variables that count; values of variables as hashes, for they may be secret. */
export function environmentOf(variables: NodeJS.ProcessEnv): unknown {
  const counted = Object.entries(variables).filter(([name]) => !PASSING.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    node: process.version,
    platform: process.platform,
    variables: counted.map(([name, value = '']) =>
      [name, sha256(value).slice(0, 16)]),
  }
}
