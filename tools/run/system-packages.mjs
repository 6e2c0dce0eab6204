/**
 * What the tests need from the system: Chromium, Redis, PostgreSQL, and a font that has Hangul. On Debian and Ubuntu
 * as root they are installed; elsewhere one line says what to install, and the run counts it as a failure: tests that
 * quietly leave out what is missing prove nothing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PASSED } from './check/tally.mjs'
import { runLogged } from './logged-process.mjs'
import { progress, Refusal } from './progress.mjs'

/** @typedef {{ package: string, isThere: () => boolean }} Need */

/** @type {readonly Need[]} */
const NEEDS = [
  {
    package: 'chromium',
    isThere: () => ['chromium', 'chromium-browser', 'google-chrome'].some(inPath) || playwrightHasChromium(),
  },
  { package: 'redis-server', isThere: () => inPath('redis-server') },
  { package: 'postgresql', isThere: () => inPath('postgres') || debianPostgres() },
  { package: 'fonts-noto-cjk', isThere: hasHangulFont },
]

export async function ensureSystemPackages() {
  const missing = missingPackages()
  if (missing.length > 0) {
    if (process.getuid?.() !== 0 || !inPath('apt-get')) {
      throw new Refusal(
        `The tests need ${missing.join(', ')}: install what these are called on your system, e.g. apt-get install ${missing.join(' ')}`,
      )
    }
    const words = { doing: `Installing ${missing.join(', ')}`, done: `Installed ${missing.join(', ')}` }
    await progress(words, () => aptInstall(missing))
    const still = missingPackages()
    if (still.length > 0) throw new Refusal(`Installed, but not found afterwards: ${still.join(', ')}`)
  } else {
    console.log('  Chromium, Redis, PostgreSQL and a Hangul font are there.')
  }
  return PASSED
}

const missingPackages = () => NEEDS.filter((need) => !need.isThere()).map((need) => need.package)

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  // RUNLEVEL=1 keeps the packages' own services from starting: the tests start theirs, on ports of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l', RUNLEVEL: '1' }
  await runLogged('apt-update', 'apt-get', ['update', '-q'], { env })
  await runLogged('apt-install', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
}

/** @param {string} program */
function inPath(program) {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'].some(
    (folder) => folder !== '' && (existsSync(join(folder, program)) || existsSync(join(folder, `${program}.exe`))),
  )
}

/** Debian keeps the server's programs out of the PATH, one folder a version. */
function debianPostgres() {
  const versions = '/usr/lib/postgresql'
  return (
    existsSync(versions) && readdirSync(versions).some((version) => existsSync(join(versions, version, 'bin/postgres')))
  )
}

function playwrightHasChromium() {
  const home = process.env.HOME ?? process.env.USERPROFILE ?? ''
  return [
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? '',
    join(home, '.cache/ms-playwright'),
    join(home, 'Library/Caches/ms-playwright'),
    join(home, 'AppData/Local/ms-playwright'),
  ].some(
    (folder) => folder !== '' && existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('chromium')),
  )
}

/** macOS and Windows bring one; elsewhere fontconfig knows. */
function hasHangulFont() {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  const listed = spawnSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' })
  return listed.status === 0 && listed.stdout.trim() !== ''
}
