/** The production build of the web, made again only when something it is made from changed. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { runLogged } from './logged-process.mjs'
import { WEB } from './paths.mjs'
import { progress } from './progress.mjs'

/** `web` and the packages that end up in it. */
const MADE_FROM = [
  'web',
  ...['api', 'client', 'document', 'editor', 'protocol'].map((name) => `packages/${name}`),
  ...['pnpm-lock.yaml', 'package.json', 'tsconfig.base.json'],
]
const OUTPUT = join(WEB, '.next')
const STAMP = join(OUTPUT, 'dure-built')
const STANDALONE = join(OUTPUT, 'standalone', 'web')

/** Next's own server with just the modules it uses: what the Docker image runs, too. */
export const WEB_SERVER = join(STANDALONE, 'server.js')
export const NEXT_CLI = join(WEB, 'node_modules', 'next', 'dist', 'bin', 'next')

export function webIsBuilt() {
  return existsSync(STAMP) && existsSync(WEB_SERVER) && readFileSync(STAMP, 'utf8') === fingerprint(MADE_FROM)
}

export async function ensureWebBuilt() {
  if (webIsBuilt()) return
  await progress({ doing: 'Building the web', done: 'Built the web' }, async () => {
    const built = fingerprint(MADE_FROM)
    rmSync(STAMP, { force: true })
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
    await runLogged('build-web', process.execPath, [NEXT_CLI, 'build'], { cwd: WEB, env })
    await runLogged('finish-web', process.execPath, [join(WEB, 'build', 'finish-build.mjs')], { cwd: WEB, env })
    writeFileSync(STAMP, built)
  })
}
