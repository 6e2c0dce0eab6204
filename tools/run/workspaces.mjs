/** The workspaces of pnpm-workspace.yaml as folders, without a YAML parser: it lists `- folder` or `- folder/*`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

/** @returns {readonly string[]} relative to the root, sorted, each with a package.json */
export function workspaces() {
  const yaml = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')
  const list = /^packages:\n((?: +-.*\n)+)/m.exec(yaml)?.[1] ?? ''
  const patterns = [...list.matchAll(/- +['"]?([^'"\n]+?)['"]?\n/g)].map(([, pattern = '']) => pattern)
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern]
    const parent = pattern.slice(0, -2)
    return existsSync(join(ROOT, parent)) ? readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`) : []
  })
  return folders.filter((folder) => existsSync(join(ROOT, folder, 'package.json'))).sort()
}
