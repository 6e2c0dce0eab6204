/** Unit and contract suites of every workspace, by Vitest. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { LOGS, ROOT } from '../paths.mjs'
import { readReport } from './json-report.mjs'
import { FAILED, sum } from './tally.mjs'
import { runVisible } from './visible-process.mjs'

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
const REPORT = join(LOGS, 'unit.json')

/** @param {readonly string[]} filter parts of file names; none means all */
export async function unit(filter) {
  mkdirSync(LOGS, { recursive: true })
  rmSync(REPORT, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  if (filter.length > 0) args.push('--passWithNoTests', ...filter)
  const endedWell = await runVisible([VITEST, ...args])
  const tally = readReport(REPORT, tallyOfVitest)
  if (!tally) return FAILED
  // Unhandled errors and failing hooks end the run badly without failing a test.
  return !endedWell && tally.failed === 0 ? sum([tally, FAILED]) : tally
}

/**
 * A file that could not be collected has no tests and counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[] }} report
 */
export function tallyOfVitest(report) {
  const uncollected = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: count(report.numPassedTests),
    failed: count(report.numFailedTests) + uncollected.length,
    skipped: count(report.numPendingTests) + count(report.numTodoTests),
  }
}

/** @param {unknown} value */
function count(value) {
  if (typeof value !== 'number') throw new Error('a count is missing')
  return value
}
