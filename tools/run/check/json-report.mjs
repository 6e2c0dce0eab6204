/** Reads what a test runner wrote about its tests. A runner that crashed wrote nothing, and that is a failure. */
import { readFileSync } from 'node:fs'

/**
 * @template T
 * @param {string} path
 * @param {(report: any) => T} read throws on what is not a report
 * @returns {T | undefined}
 */
export function readReport(path, read) {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    console.error(`No usable report at ${path}: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}
