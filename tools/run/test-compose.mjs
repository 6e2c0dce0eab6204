/** `npm run test:compose`: docker-compose.yml brought up for real, by tools/compose-test. */
import { join } from 'node:path'
import { runVisible } from './check/visible-process.mjs'
import { ensureInstalled } from './install.mjs'
import { ROOT } from './paths.mjs'

export async function run() {
  await ensureInstalled()
  return (await runVisible([join(ROOT, 'tools', 'compose-test', 'main.ts')])) ? 0 : 1
}
