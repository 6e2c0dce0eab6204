/** The browser tests: several people, tabs and replicas against real servers, by Playwright. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { LOGS, ROOT } from '../paths.mjs'
import { readReport } from './json-report.mjs'
import { FAILED, sum } from './tally.mjs'
import { runVisible } from './visible-process.mjs'

const E2E = join(ROOT, 'e2e')
const PLAYWRIGHT = join(E2E, 'node_modules', '@playwright', 'test', 'cli.js')
const REPORT = join(LOGS, 'browser.json')

/** @param {readonly string[]} filter parts of file names; none means all */
export async function browser(filter) {
  mkdirSync(LOGS, { recursive: true })
  rmSync(REPORT, { force: true })
  const args = ['test', '--reporter=list,json', ...(filter.length > 0 ? ['--pass-with-no-tests', ...filter] : [])]
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT, PLAYWRIGHT_FORCE_TTY: '0' }
  const endedWell = await runVisible([PLAYWRIGHT, ...args], { cwd: E2E, env })
  const tally = readReport(REPORT, tallyOfPlaywright)
  if (!tally) return FAILED
  return !endedWell && tally.failed === 0 ? sum([tally, FAILED]) : tally
}

/**
 * A flaky test failed once, so it failed; an error outside any test counts as one.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors?: unknown[] }} report
 */
export function tallyOfPlaywright({ stats, errors = [] }) {
  const failed = stats.unexpected + stats.flaky + errors.length
  if (!Number.isInteger(stats.expected + failed + stats.skipped)) throw new Error('a count is missing')
  return { passed: stats.expected, failed, skipped: stats.skipped }
}
