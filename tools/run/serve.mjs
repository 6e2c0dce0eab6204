/**
 * `npm start` and `npm run dev`: two processes, one public port. The sync server owns the port and pipes to Next,
 * which listens on loopback, every request that is not its own. Either one ending ends the other.
 */
import { dirname } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { COMPILE_CACHE, SYNC_SERVER_MAIN, WEB } from './paths.mjs'
import { freePort, isTaken } from './port.mjs'
import { Refusal, startedAtMs } from './progress.mjs'
import { RunningProcess } from './running-process.mjs'
import { ensureWebBuilt, NEXT_CLI, WEB_SERVER } from './web-build.mjs'

/** The sync server sends goaway, flushes and closes its sockets in slices; longer than this it hangs. */
const SYNC_SERVER_GRACE_MS = 10_000
const WEB_GRACE_MS = 3_000
/** A cold disk and a busy machine included; `next dev` compiles its first page within it. */
const READY_TIMEOUT_MS = 60_000
const PROBE_EVERY_MS = 50
const SYNC_SERVER = 'sync-server'
const WEB_NAME = 'web'

/** @param {string} command */
export async function run(command) {
  const dev = command === 'dev'
  const port = await publicPort()
  await ensureInstalled()
  if (!dev) await ensureWebBuilt()

  const host = probeHost()
  const takenBefore = await isTaken(host, port)
  const parts = await startParts(dev, port)
  const stop = stopOnSignals(parts)
  const ready = untilReady(`http://${inUrl(host)}:${port}/`, parts, takenBefore)
  const first = await Promise.race([ready, ...parts.map(endedEarly), stop.asked])

  if (first.kind === 'ready') {
    const address = `http://${host === '127.0.0.1' ? 'localhost' : inUrl(host)}:${port}`
    const took = ((Date.now() - startedAtMs()) / 1000).toFixed(1)
    console.log(`\n  Dure is ready at ${address} (${took} s). Ctrl-C stops it.\n`)
  }
  const end = first.kind === 'ready' ? await Promise.race([...parts.map(endedEarly), stop.asked]) : first
  await stop.now()
  if (end.kind === 'asked') return 0
  console.error(`\n  ${end.message} Everything else has been stopped.`)
  return 1
}

/** PORT as the sync server reads it; 0 means any, and then we have to know which. */
async function publicPort() {
  const raw = process.env.PORT ?? '3000'
  const port = Number(raw)
  if (!/^\d+$/.test(raw) || port > 65_535) {
    throw new Refusal(`PORT is "${raw}": it must be a port number from 1 to 65535, or 0 for any free one.`)
  }
  return port === 0 ? await freePort() : port
}

/** Where a request from this machine reaches the public port. */
function probeHost() {
  const host = process.env.HOST ?? ''
  return host === '' || host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host
}

/** @param {string} host */
const inUrl = (host) => (host.includes(':') ? `[${host}]` : host)

/**
 * @param {boolean} dev
 * @param {number} port
 */
async function startParts(dev, port) {
  const webPort = String(await freePort())
  const common = {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const syncServer = new RunningProcess(
    SYNC_SERVER,
    dev ? ['--watch', '--watch-preserve-output', SYNC_SERVER_MAIN] : [SYNC_SERVER_MAIN],
    {
      env: {
        ...common,
        PORT: String(port),
        DURE_WEB_ORIGIN: `http://127.0.0.1:${webPort}`,
        // At a terminal only what needs a person; a service's journal gets what the sync server logs by default.
        ...(process.stdout.isTTY && !process.env.LOG_LEVEL ? { LOG_LEVEL: 'warn' } : {}),
      },
      // Its log and its refusals go to stderr; on stdout it only says where it listens, which we say when it is true.
      shows: dev ? 'everything' : 'errors',
    },
  )
  const host = probeHost()
  const webEnv = {
    ...common,
    PORT: webPort,
    HOSTNAME: '127.0.0.1',
    DURE_API_ORIGIN: `http://${inUrl(host)}:${port}`,
  }
  const web = dev
    ? new RunningProcess(WEB_NAME, [NEXT_CLI, 'dev', '--hostname', '127.0.0.1', '--port', webPort], {
        cwd: WEB,
        env: webEnv,
        shows: 'everything',
      })
    : // On stdout it names an address that is only ours.
      new RunningProcess(WEB_NAME, [WEB_SERVER], { cwd: dirname(WEB_SERVER), env: webEnv, shows: 'errors' })
  return [syncServer, web]
}

/**
 * Ready when a request through the public port brought a page. When the port was taken before we came, an answer may
 * be the other program's: then the sync server has the word, and it refuses to start.
 * @param {string} address
 * @param {readonly RunningProcess[]} parts
 * @param {boolean} takenBefore
 * @returns {Promise<{ kind: 'ready' } | { kind: 'ended', message: string }>}
 */
async function untilReady(address, parts, takenBefore) {
  const deadline = performance.now() + READY_TIMEOUT_MS
  while (parts.every((part) => part.running) && performance.now() < deadline) {
    if (!takenBefore && (await answers(address))) return { kind: 'ready' }
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS))
  }
  // A part that ended is reported with how it ended, by whoever waits for that.
  if (!parts.every((part) => part.running)) return new Promise(() => {})
  const why = takenBefore
    ? `The port of ${address} is in use by another program. Set PORT to a free one.`
    : `No page came from ${address} within ${READY_TIMEOUT_MS / 1000} s.`
  return { kind: 'ended', message: why }
}

/** @param {string} address */
async function answers(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/**
 * @param {RunningProcess} part
 * @returns {Promise<{ kind: 'ended', message: string }>}
 */
async function endedEarly(part) {
  const name = part.name === WEB_NAME ? 'The web (Next)' : 'The sync server'
  return { kind: 'ended', message: `${name} ${await part.ended}.` }
}

/**
 * The first Ctrl-C or SIGTERM asks everything to finish; a second one, not the echo of the first, ends it at once.
 * @param {readonly RunningProcess[]} parts
 */
function stopOnSignals(parts) {
  /** npm and the terminal both pass one Ctrl-C on. */
  const echoMs = 500
  let askedAt = 0
  /** @type {Promise<{ kind: 'asked' }>} */
  const asked = new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (askedAt === 0) {
          askedAt = performance.now()
          console.log('\n  Stopping…')
          resolve({ kind: 'asked' })
        } else if (performance.now() - askedAt > echoMs) {
          for (const part of parts) part.kill()
        }
      })
    }
  })
  const now = () =>
    Promise.all(parts.map((part) => part.stop(part.name === WEB_NAME ? WEB_GRACE_MS : SYNC_SERVER_GRACE_MS)))
  return { asked, now }
}
