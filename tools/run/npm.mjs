/** npm, the only tool besides Node that has to be there: brings packages into `.tools/`, whole or not at all. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { runLogged } from './logged-process.mjs'
import { TOOLS } from './paths.mjs'
import { progress } from './progress.mjs'

/** @typedef {{ package: string, version: string, what: string }} Tool a package of the npm registry, pinned */

/** @param {Tool} tool */
export const toolFolder = (tool) => join(prefixOf(tool), 'node_modules', tool.package)

/** @param {Tool} tool */
const prefixOf = (tool) => join(TOOLS, `${tool.what.toLowerCase()}-${tool.version}`)

/**
 * Fetches those of the tools that are not here yet, all at once.
 * @param {readonly Tool[]} tools
 */
export async function bringTools(tools) {
  const missing = tools.filter((tool) => !existsSync(toolFolder(tool)))
  if (missing.length === 0) return
  const names = missing.map(({ what, version }) => `${what} ${version}`).join(' and ')
  await progress({ doing: `Fetching ${names}`, done: `Fetched ${names}` }, () => Promise.all(missing.map(fetchTool)))
}

/**
 * Under a temporary name first: an install that was cut off must not pass for a whole one.
 * @param {Tool} tool
 */
async function fetchTool(tool) {
  const partial = `${prefixOf(tool)}.partial-${process.pid}`
  await mkdir(partial, { recursive: true })
  const args = ['install', '--prefix', partial, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  await npm(`fetch-${tool.package}`, [...args, '--no-update-notifier', `${tool.package}@${tool.version}`])
  await rm(prefixOf(tool), { recursive: true, force: true })
  await rename(partial, prefixOf(tool))
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
