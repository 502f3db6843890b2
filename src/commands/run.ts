/** `mutate run`: judges the mutants, lets the reporters write, and applies the gates. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExitCode } from '../model/errors.js'
import type { RunOptions } from '../model/options.js'
import type { OwnReporters } from '../options/resolve.js'
import type { Profile } from '../outcome/profile.js'
import { checkFolder } from '../reporters/files.js'
import { finishAll } from '../reporters/finish.js'
import { createReporters } from '../reporters/index.js'
import { run as judgeAll } from '../run.js'
import { compare, judge, printJson, withBrought } from './verdict.js'

/**
 * Runs the command.
 * @param signal asks to stop and to report what is known so far
 */
export async function run({ ownReporters, ...options }: RunOptions & OwnReporters, signal: AbortSignal): Promise<ExitCode> {
  const { root, out, json, all } = options
  const { stdout, stderr, env } = process
  // Before the run, which may write its own report to the same place.
  const earlier = options.noNewSurvivors === undefined ? undefined : await compare(options.noNewSurvivors)
  const reporters = await createReporters(options.reporters, { root, out, json, all, stdout, stderr, env }, ownReporters)
  if (options.profile) await checkFolder(out)
  const profile = options.profile ? (await import('../outcome/profile.js')).createProfile() : undefined
  try {
    const result = await judgeAll(options, (event) => {
      profile?.listen(event)
      for (const reporter of reporters) reporter.onEvent?.(event)
    }, signal, async (judged) => {
      const reported = withBrought(judged, options, earlier?.(judged))
      if (json) await printJson(reported)
      await finishAll(reporters, reported)
    })
    if (profile) await printProfile(profile, out)
    return judge(result, options, earlier?.(result))
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
}

/** On stderr, so that it can be asked for with every kind of output. */
async function printProfile(profile: Profile, out: string): Promise<void> {
  const { profileText } = await import('../outcome/profile.js')
  profile.finish()
  const file = join(out, 'trace.json')
  await mkdir(out, { recursive: true })
  await writeFile(file, profile.trace())
  process.stderr.write(`\n${profileText(profile)}Open ${file} in a trace viewer to see each worker.\n`)
}
