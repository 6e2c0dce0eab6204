/** One hash over the names and contents of files: says whether something made from them is still good. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

const NOT_SOURCE = /^(node_modules|\.next|dist|coverage|test-results|next-env\.d\.ts|.*\.test\.tsx?|.*\.tsbuildinfo)$/

/** @param {readonly string[]} paths files and folders, relative to the root; what is missing is hashed as missing */
export function fingerprint(paths) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}\n`)
  for (const path of paths) addPath(hash, path)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addPath(hash, path) {
  const full = join(ROOT, path)
  if (!existsSync(full)) {
    hash.update(`${path} missing\n`)
  } else if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) if (!NOT_SOURCE.test(name)) addPath(hash, `${path}/${name}`)
  } else {
    const bytes = readFileSync(full)
    hash.update(`${path} ${bytes.length}\n`).update(bytes)
  }
}
