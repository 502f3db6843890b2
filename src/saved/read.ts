/** Reads a `mutation.json`: the one place that says what is wrong with a file that is none. */
import { readFileSync } from 'node:fs'
import type { FileResult, MutationTestResult } from 'mutation-testing-report-schema/api'
import { UserError } from '../model/errors.js'

/**
 * @param path absolute, or relative to the working directory
 * @throws UserError when there is no such file, or it is no mutation testing report with mutants
 */
export function readReportFile(path: string): MutationTestResult {
  let report: Partial<MutationTestResult> | null
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Partial<MutationTestResult> | null
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw unfit(path, missing ? 'there is no such file' : error instanceof Error ? error.message : String(error))
  }
  const files: unknown = report?.files
  const whole = typeof files === 'object' && files !== null
    && Object.values(files).every((file: Partial<FileResult> | null) => Array.isArray(file?.mutants) && typeof file.source === 'string')
  if (!whole) throw unfit(path, 'it is no mutation testing report')
  return report as MutationTestResult
}

/** @param name of the report, as the user knows it */
export function unfit(name: string, why: string): UserError {
  return new UserError(`${name} cannot be read as a report: ${why}; give a mutation.json that mutate wrote`)
}
