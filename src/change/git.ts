/** Asks git; nothing else in this tool does. Every question is one child process, and every refusal becomes one sentence. */
import { spawn } from 'node:child_process'
import { UserError } from '../model/errors.js'

interface Answer {
  readonly code: number
  readonly bytes: Buffer
  /** The bytes as text. */
  readonly stdout: string
  readonly stderr: string
}

/** A git hook points git at its own repository and index by these; the project is found from its folder instead. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS']

/** Runs git in a folder; messages come in English. */
function ask(cwd: string, args: readonly string[]): Promise<Answer> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' }
  for (const name of OF_HOOKS) Reflect.deleteProperty(env, name)
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args], {
      cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true,
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'git was not found; install it' : `git could not be started: ${error.message}; repair that`
      reject(new UserError(`--since needs git, but ${why}, or leave --since out`, undefined, { cause: error }))
    })
    child.on('close', (code) => {
      const bytes = Buffer.concat(out)
      resolve({ code: code ?? 1, bytes, stdout: bytes.toString('utf8'), stderr: Buffer.concat(err).toString('utf8') })
    })
  })
}

/** The answer of a question that has one. */
async function tell(cwd: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await ask(cwd, args)
  if (code === 0) return stdout
  throw new UserError(`git ${args[0] ?? ''} failed in ${cwd}: ${firstLine(stderr) || `exit code ${code}`}`)
}

/** The commit where the present branch left that of `ref`. */
export async function mergeBase(root: string, ref: string): Promise<string> {
  await expectRepository(root)
  if (ref.trim() === '' || ref.startsWith('-')) throw new UserError(`--since needs a branch, a tag or a commit, not ${JSON.stringify(ref)}`)
  const commit = await ask(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
  if (commit.code !== 0) throw await unknownRef(root, ref)
  const head = await ask(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  if (head.code !== 0) throw new UserError('--since compares with a commit, but this branch has none yet; commit first, or leave --since out')
  const base = await ask(root, ['merge-base', commit.stdout.trim(), head.stdout.trim()])
  if (base.code === 0) return base.stdout.trim().split('\n')[0] ?? ''
  if (await isShallow(root)) {
    throw new UserError(`this clone is shallow: the commit where HEAD and ${ref} part is not in it; fetch the whole history `
      + '(git fetch --unshallow; fetch-depth: 0 of actions/checkout; GIT_DEPTH: 0 in GitLab)')
  }
  throw new UserError(`HEAD and ${ref} have no commit in common; name a branch that this one comes from`)
}

async function expectRepository(root: string): Promise<void> {
  const { code, stdout, stderr } = await ask(root, ['rev-parse', '--is-inside-work-tree'])
  if (code === 0 && stdout.trim() === 'true') return
  if (stderr.includes('dubious ownership')) {
    throw new UserError(`git refuses to read ${root}, which belongs to another user; allow it: `
      + `git config --global --add safe.directory ${root}`)
  }
  throw new UserError(`--since needs a git repository, but ${root} is in none; leave --since out, or name the project with --root`)
}

async function unknownRef(root: string, ref: string): Promise<UserError> {
  const shallow = await isShallow(root)
  const remotes = (await ask(root, ['remote'])).stdout.split('\n').filter((name) => name !== '')
  const remote = remotes.find((name) => ref.startsWith(`${name}/`))
  const elsewhere = remote === undefined
    ? (await Promise.all(remotes.map(async (name) =>
        ((await ask(root, ['rev-parse', '--verify', '--quiet', `refs/remotes/${name}/${ref}`])).code === 0 ? `${name}/${ref}` : '')))).find(Boolean)
    : undefined
  const unknown = `git knows no commit ${JSON.stringify(ref)}`
  if (elsewhere !== undefined) return new UserError(`${unknown}; did you mean ${elsewhere}?`)
  if (shallow) {
    return new UserError(`${unknown}, and this clone is shallow; fetch the whole history `
      + '(git fetch --unshallow; fetch-depth: 0 of actions/checkout; GIT_DEPTH: 0 in GitLab)')
  }
  if (remote !== undefined) return new UserError(`${unknown}; fetch it: git fetch ${remote} ${ref.slice(remote.length + 1)}`)
  return new UserError(`${unknown}; name a branch, a tag or a commit that git log shows`)
}

async function isShallow(root: string): Promise<boolean> {
  return (await ask(root, ['rev-parse', '--is-shallow-repository'])).stdout.trim() === 'true'
}

/** Whatever the user's git is told to do, a difference reads the same. */
const PLAIN_DIFF = [
  '--no-color', '--no-ext-diff', '--no-textconv', '--ignore-submodules', '--relative', '--find-renames', '--diff-algorithm=myers',
]

/** Files that differ between a commit and the working tree below `root`: `git diff --raw -z`, paths relative to it. */
export function rawDifference(root: string, base: string): Promise<string> {
  return tell(root, ['diff', ...PLAIN_DIFF, '--raw', '-z', base, '--', '.'])
}

/** The same as a patch without context. */
export function patch(root: string, base: string): Promise<string> {
  return tell(root, [
    'diff', ...PLAIN_DIFF, '--unified=0', '--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', base, '--', '.',
  ])
}

/** Files below `root` that git does not know and is not told to ignore. */
export async function untracked(root: string): Promise<string[]> {
  const names = await tell(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.'])
  return names.split('\0').filter((name) => name !== '')
}

/** What a file, relative to `root`, holds in a commit; undefined when it is not there. */
export async function contentAt(root: string, commit: string, path: string): Promise<Buffer | undefined> {
  const { code, bytes } = await ask(root, ['cat-file', '--filters', `${commit}:./${path}`])
  return code === 0 ? bytes : undefined
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? ''
}
