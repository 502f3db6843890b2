/** What reports of `mutate` say in `config`, because the schema has no place for it. */
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import type { Shard } from '../model/options.js'
import type { Brought, Comparison, GoneMutant, RunResult } from '../model/result.js'
import { isLocation } from './entries.js'

/** What is not as `mutate` writes it is left out. */
export function configOf({ config }: Partial<MutationTestResult>): Pick<RunResult, 'interrupted' | 'brought' | 'shard'> {
  const { interrupted, brought, shard } = (config ?? {}) as { interrupted?: unknown; brought?: unknown; shard?: unknown }
  return {
    interrupted: interrupted === true,
    ...(isBrought(brought) && { brought }),
    ...(isShard(shard) && { shard }),
  }
}

function isBrought(value: unknown): value is Brought {
  const { since, mutants, compared } = (value ?? {}) as Partial<Brought>
  return typeof since === 'string' && isIds(mutants) && (compared === undefined || isComparison(compared))
}

function isComparison(value: unknown): value is Comparison {
  const { noticed, gone, unjudged, added, unchanged } = (value ?? {}) as Partial<Comparison>
  return isIds(noticed) && isIds(unjudged) && Number.isSafeInteger(added)
    && Number.isSafeInteger(unchanged?.open) && Number.isSafeInteger(unchanged?.others)
    && Array.isArray(gone) && gone.every((one: Partial<GoneMutant> | null) => isLocation(one?.location)
      && [one?.id, one?.file, one?.operator, one?.original, one?.replacement].every((text) => typeof text === 'string'))
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string')
}

function isShard(value: unknown): value is Shard {
  const { index, count } = (value ?? {}) as Partial<Shard>
  return Number.isSafeInteger(index) && Number.isSafeInteger(count)
}
