/** `npm run restored`: marks the data as restored from a backup, under the settings that `npm start` has. */
import { runVisible } from './check/visible-process.mjs'
import { ensureInstalled } from './install.mjs'
import { SYNC_SERVER_MAIN } from './paths.mjs'

export async function run() {
  await ensureInstalled()
  return (await runVisible([SYNC_SERVER_MAIN, '--restored'])) ? 0 : 1
}
