/** `npm run lint`, as the whole test run does it. */
import { lint } from './check/lint.mjs'
import { ensureInstalled } from './install.mjs'

export async function run() {
  await ensureInstalled()
  return (await lint()).failed === 0 ? 0 : 1
}
