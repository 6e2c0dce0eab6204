/** Types: one check a workspace, and one for these tools. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, WEB } from '../paths.mjs'
import { NEXT_CLI } from '../web-build.mjs'
import { workspaces } from '../workspaces.mjs'
import { FAILED, PASSED, sum } from './tally.mjs'
import { runVisible } from './visible-process.mjs'

const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')

/** Parts of a workspace that run where its other code does not, under other types. */
const SCOPES_OF_THEIR_OWN = ['web/service-worker']

export async function types() {
  const tallies = []
  for (const folder of [...workspaces(), ...SCOPES_OF_THEIR_OWN, 'tools']) {
    if (!existsSync(join(ROOT, folder, 'tsconfig.json'))) {
      console.log(`  ${folder}: has no tsconfig.json, so nothing checks its types`)
      tallies.push(FAILED)
      continue
    }
    const generated = folder !== 'web' || (await runVisible([NEXT_CLI, 'typegen'], { cwd: WEB, env: quietNext() }))
    const passed = generated && (await runVisible([TSC, '-p', folder]))
    if (!passed) console.log(`  ${folder}: failed`)
    tallies.push(passed ? PASSED : FAILED)
  }
  return sum(tallies)
}

const quietNext = () => ({ ...process.env, NEXT_TELEMETRY_DISABLED: '1' })
