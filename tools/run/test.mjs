/**
 * `npm test`: everything that is checked, in one run with one sum. A failing step does not hide the ones after it; only
 * the browser tests are left out, and counted as failed, when there is no build to test.
 *
 * Words after it filter: the name of a step runs that step, any other word the test files whose names contain it.
 */
import { browser } from './check/browser.mjs'
import { lint } from './check/lint.mjs'
import { FAILED, PASSED, sum, tallyLine } from './check/tally.mjs'
import { types } from './check/types.mjs'
import { unit } from './check/unit.mjs'
import { ensureInstalled } from './install.mjs'
import { Refusal, since } from './progress.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { ensureWebBuilt } from './web-build.mjs'

const STEPS = /** @type {const} */ (['lint', 'types', 'unit', 'build', 'browser'])
/** @typedef {typeof STEPS[number]} Step */

/**
 * @param {string} _command
 * @param {readonly string[]} words
 */
export async function run(_command, words) {
  const startedAt = performance.now()
  const steps = STEPS.filter((step) => words.includes(step))
  const filter = words.filter((word) => !STEPS.some((step) => step === word))
  // A file's name asks for the steps that have files, unless a step is named beside it.
  const wanted = steps.length > 0 ? steps : filter.length > 0 ? STEPS.slice(STEPS.indexOf('unit')) : STEPS
  /** @type {{ step: string, tally: import('./check/tally.mjs').Tally, took: string }[]} */
  const results = []
  const passed = (/** @type {string} */ step) =>
    results.some((result) => result.step === step && result.tally.failed === 0)

  /** @type {Record<Step, () => Promise<import('./check/tally.mjs').Tally>>} */
  const work = {
    lint,
    types,
    unit: () => unit(filter),
    build,
    browser: () => {
      if (!wanted.includes('build') || passed('build')) return browser(filter)
      console.log('Not run: there is no build to test.')
      return Promise.resolve(FAILED)
    },
  }
  if (wanted.some((step) => step === 'unit' || step === 'browser'))
    await step('what the tests need', ensureSystemPackages)
  await step('packages', install)
  if (passed('packages')) for (const name of wanted) await step(name, work[name])

  const total = sum(results.map(({ tally }) => tally))
  console.log(`\n── result ${'─'.repeat(50)}`)
  for (const { step, tally, took } of results)
    console.log(`  ${step.padEnd(20)} ${took.padStart(8)}  ${tallyLine(tally)}`)
  console.log(`  ${'in all'.padEnd(20)} ${since(startedAt).padStart(8)}\n`)
  console.log(tallyLine(total))
  return total.failed === 0 && total.passed > 0 ? 0 : 1

  /**
   * @param {string} name
   * @param {() => Promise<import('./check/tally.mjs').Tally>} check
   */
  async function step(name, check) {
    console.log(`\n── ${name} ${'─'.repeat(57 - name.length)}`)
    const stepStartedAt = performance.now()
    const tally = await check().catch((error) => {
      console.error(error instanceof Refusal ? error.message : error)
      return FAILED
    })
    results.push({ step: name, tally, took: since(stepStartedAt) })
    console.log(`   ${name}: ${tallyLine(tally)} (${since(stepStartedAt)})`)
  }
}

async function install() {
  await ensureInstalled()
  return PASSED
}

async function build() {
  await ensureWebBuilt()
  return PASSED
}
