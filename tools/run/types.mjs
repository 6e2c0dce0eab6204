/** `npm run types`, as the whole test run does it. */
import { tallyLine } from './check/tally.mjs'
import { types } from './check/types.mjs'
import { ensureInstalled } from './install.mjs'

export async function run() {
  await ensureInstalled()
  const tally = await types()
  console.log(tallyLine(tally))
  return tally.failed === 0 ? 0 : 1
}
