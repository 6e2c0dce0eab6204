/** npm, the only tool besides Node that has to be there: brings packages into `.tools/`, whole or not at all. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { runLogged } from './logged-process.mjs'
import { TOOLS } from './paths.mjs'
import { progress } from './progress.mjs'

/**
 * Installs one package of the npm registry into `.tools/<folder>` unless it is there, and answers its folder. Under a
 * temporary name first: an install that was cut off must not pass for a whole one.
 * @param {{ folder: string, package: string, version: string, what: string }} tool
 */
export async function bringTool({ folder, package: name, version, what }) {
  const target = join(TOOLS, folder)
  const installed = join(target, 'node_modules', name)
  if (existsSync(installed)) return installed
  await progress({ doing: `Fetching ${what}`, done: `Fetched ${what}` }, async () => {
    const partial = join(TOOLS, `${folder}.partial-${process.pid}`)
    await mkdir(partial, { recursive: true })
    const args = ['install', '--prefix', partial, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
    await npm(`fetch-${folder}`, [...args, '--no-update-notifier', `${name}@${version}`])
    await rm(target, { recursive: true, force: true })
    await rename(partial, target)
  })
  return installed
}

/**
 * The npm that started us (`npm start` names its own script) runs without a shell on every platform.
 * @param {string} logName
 * @param {readonly string[]} args
 */
function npm(logName, args) {
  const script = process.env.npm_execpath
  if (script !== undefined && /^npm-cli\.c?js$/.test(basename(script))) {
    return runLogged(logName, process.execPath, [script, ...args])
  }
  return runLogged(logName, 'npm', args, { shell: process.platform === 'win32' })
}
