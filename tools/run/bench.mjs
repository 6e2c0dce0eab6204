/** `npm run bench`: the benches of bench/, with the words after it as their arguments. */
import { join } from 'node:path'
import { runVisible } from './check/visible-process.mjs'
import { ensureInstalled } from './install.mjs'
import { ROOT } from './paths.mjs'

/**
 * @param {string} _command
 * @param {readonly string[]} words
 */
export async function run(_command, words) {
  await ensureInstalled()
  return (await runVisible([join(ROOT, 'bench', 'src', 'main.ts'), ...words])) ? 0 : 1
}
