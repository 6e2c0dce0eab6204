import { describe, expect, test } from 'vitest'
import { tallyOfPlaywright } from './browser.mjs'
import { sum, tallyLine } from './tally.mjs'
import { tallyOfVitest } from './unit.mjs'

describe('the last line', () => {
  test('sums all runners and names skipped tests only when there are some', () => {
    expect(tallyLine(sum([{ passed: 3, failed: 0, skipped: 0 }]))).toBe('3 passed, 0 failed')
    const tallies = [
      { passed: 3, failed: 1, skipped: 0 },
      { passed: 4, failed: 2, skipped: 5 },
    ]
    expect(tallyLine(sum(tallies))).toBe('7 passed, 3 failed, 5 skipped')
  })
})

describe("Vitest's report", () => {
  const whole = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] }

  test('counts skipped and planned tests as skipped', () => {
    expect(tallyOfVitest(whole)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })
  test('counts a file that could not be collected as one failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ]
    expect(tallyOfVitest({ ...whole, testResults })).toEqual({ passed: 5, failed: 2, skipped: 3 })
  })
  test('is not guessed when a count is missing', () => {
    expect(() => tallyOfVitest(JSON.parse('{"testResults":[]}'))).toThrow('a count is missing')
  })
})

describe("Playwright's report", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 2 }

  test('is taken as it stands', () => {
    expect(tallyOfPlaywright({ stats })).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })
  test('counts a flaky test and an error outside tests as failures', () => {
    expect(tallyOfPlaywright({ stats: { ...stats, flaky: 1 }, errors: [{}] })).toEqual({
      passed: 5,
      failed: 3,
      skipped: 2,
    })
  })
  test('is not guessed when a count is missing', () => {
    expect(() => tallyOfPlaywright(JSON.parse('{"stats":{"expected":5}}'))).toThrow('a count is missing')
  })
})
