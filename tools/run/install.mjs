/** Packages: one frozen install when the lockfile or a manifest changed since the last one, else nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { runLogged } from './logged-process.mjs'
import { bringTools, toolFolder } from './npm.mjs'
import { ROOT } from './paths.mjs'
import { PNPM } from './pnpm.mjs'
import { progress } from './progress.mjs'
import { workspaces } from './workspaces.mjs'

/** Inside node_modules, so that deleting those deletes the claim that they are whole. */
const STAMP = join(ROOT, 'node_modules', '.dure-installed')

export async function ensureInstalled() {
  const manifests = ['package.json', ...workspaces().map((folder) => `${folder}/package.json`)]
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests])
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  await bringTools([PNPM])
  await progress({ doing: 'Installing packages', done: 'Installed packages' }, async () => {
    const args = ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false']
    await runLogged('install', process.execPath, [join(toolFolder(PNPM), 'bin', 'pnpm.mjs'), ...args])
    writeFileSync(STAMP, wanted)
  })
}
