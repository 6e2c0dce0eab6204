/** Packages: one frozen install when the lockfile or a manifest changed since the last one, else nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { runLogged } from './logged-process.mjs'
import { bringTool } from './npm.mjs'
import { ROOT } from './paths.mjs'
import { progress } from './progress.mjs'
import { workspaces } from './workspaces.mjs'

const PNPM_VERSION = '12.21.0'
/** Inside node_modules, so that deleting those deletes the claim that they are whole. */
const STAMP = join(ROOT, 'node_modules', '.dure-installed')

export async function ensureInstalled() {
  const manifests = ['package.json', ...workspaces().map((folder) => `${folder}/package.json`)]
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests])
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  // Kept in .tools rather than run through npx: no second look-up, and it works offline once it is there.
  const what = `pnpm ${PNPM_VERSION}`
  const pnpm = await bringTool({ folder: `pnpm-${PNPM_VERSION}`, package: 'pnpm', version: PNPM_VERSION, what })
  await progress({ doing: 'Installing packages', done: 'Installed packages' }, async () => {
    const args = ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false']
    await runLogged('install', process.execPath, [join(pnpm, 'bin', 'pnpm.mjs'), ...args])
    writeFileSync(STAMP, wanted)
  })
}
