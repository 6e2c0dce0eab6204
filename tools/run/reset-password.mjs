/** `npm run reset-password -- <e-mail>`: a link for a new password, under the settings that `npm start` has. */
import { runVisible } from './check/visible-process.mjs'
import { ensureInstalled } from './install.mjs'
import { SYNC_SERVER_MAIN } from './paths.mjs'

/**
 * @param {string} _name
 * @param {readonly string[]} words
 */
export async function run(_name, words) {
  await ensureInstalled()
  return (await runVisible([SYNC_SERVER_MAIN, '--reset-password', ...words])) ? 0 : 1
}
