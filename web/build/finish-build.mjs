/**
 * What `next build` leaves to do: puts the static files where the standalone server serves them from, and writes the
 * service worker, which must know their names. Run by every way to build: `npm start`, `npm run build`, the image.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyOptionalFiles } from './optional-files.mjs'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const BUILT = join(WEB, '.next')
const STANDALONE = join(BUILT, 'standalone', 'web')
const SOURCE = join(WEB, 'service-worker')
const PUBLIC = join(STANDALONE, 'public')
const WORKER = join(PUBLIC, 'service-worker')

cpSync(join(BUILT, 'static'), join(STANDALONE, '.next', 'static'), { recursive: true })
mkdirSync(WORKER, { recursive: true })
copyOptionalFiles(PUBLIC)
writeFileSync(join(WORKER, 'build-contents.js'), buildContents())
writeFileSync(join(WORKER, 'page-plan.js'), scriptOf('page-plan.ts'))
// At the root, because a worker answers for what lies below it.
writeFileSync(join(PUBLIC, 'service-worker.js'), scriptOf('service-worker.ts').replaceAll("'./", "'./service-worker/"))

function buildContents() {
  const id = readFileSync(join(BUILT, 'BUILD_ID'), 'utf8').trim()
  const assets = readdirSync(join(BUILT, 'static', 'chunks'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(js|css)$/.test(path))
    .map((path) => `/_next/static/chunks/${path}`)
    .sort()
  return `export const BUILD_ID = ${JSON.stringify(id)}\nexport const ASSETS = ${JSON.stringify(assets, null, 1)}\n`
}

/** @param {string} name of a module of ours: its types are taken out, its imports are of scripts like it */
function scriptOf(name) {
  return stripTypeScriptTypes(readFileSync(join(SOURCE, name), 'utf8')).replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'")
}
