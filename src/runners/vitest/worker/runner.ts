/** The class Vitest runs the tests with in our workers: its own runner, which tells the session what happens. */
import type { Channel } from './channel.js'
import type { Disk } from './disk.js'
import type { Counters } from './hits.js'
import { watchHooks } from './hook-places.js'
import { Session } from './session.js'
import type { FileTask, SuiteTask, TestRunner, TestTask, VitestApi } from './vitest-types.js'

export interface Bridge {
  readonly counters: Counters
  readonly channel: Promise<Channel>
  /** What was heard of for an earlier test file is told again when it happens again. */
  hearAnew(): void
  readonly disk: Disk
}

/** Makes the runner class that extends the user's version of Vitest's. */
export function createRunner(api: VitestApi, bridge: Bridge): new (config: TestRunner['config']) => TestRunner {
  return class MutateRunner extends api.TestRunner {
    private session: Session | undefined

    override async onBeforeCollect(paths: string[]): Promise<void> {
      const channel = await bridge.channel
      bridge.hearAnew()
      this.session = new Session(api, bridge.counters, bridge.disk, channel, this)
      await this.session.open(paths[0]!)
      await super.onBeforeCollect?.(paths)
    }

    override importFile(...args: Parameters<TestRunner['importFile']>): unknown {
      watchHooks(api.getCurrentSuite())
      return super.importFile(...args)
    }

    override async onBeforeRunFiles(files: FileTask[]): Promise<void> {
      await super.onBeforeRunFiles?.(files)
      this.session?.collected(files[0]!)
    }

    override onBeforeRunTask(test: TestTask): unknown {
      this.session?.beforeTest(test)
      return super.onBeforeRunTask?.(test)
    }

    override onAfterRunTask(test: TestTask): unknown {
      this.session?.afterTest(test)
      return super.onAfterRunTask?.(test)
    }

    override onBeforeRunSuite(suite: SuiteTask): unknown {
      this.session?.beforeSuite(suite)
      return super.onBeforeRunSuite?.(suite)
    }

    override onAfterRunSuite(suite: SuiteTask): unknown {
      this.session?.afterSuite(suite)
      // The end of a file would write snapshots and call those of pruned tests obsolete.
      return 'filepath' in suite ? undefined : super.onAfterRunSuite?.(suite)
    }

    override async onAfterRunFiles(files: FileTask[]): Promise<void> {
      await this.session?.main()
      await super.onAfterRunFiles?.(files)
    }
  }
}
