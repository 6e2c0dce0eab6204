/**
 * The sync server as a process: reads its settings, starts, and stops on SIGTERM or SIGINT.
 * `--help` lists the settings; `--restored` is for after a restore from backup (`mark-restored.ts`), `--reset-password`
 * for an owner who cannot sign in any longer (`reset-password.ts`).
 */
import { StoreRefused, StoreUnavailable } from '@dure/store'
import { AttachmentsRefused } from './attachments/open-blob-store.ts'
import { type Config, ConfigError, helpText, readConfig } from './config/read-config.ts'
import { markRestored } from './mark-restored.ts'
import { NobodyToReset, resetPassword } from './reset-password.ts'
import { startServer } from './start-server.ts'

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(helpText())
} else if (process.argv.includes('--restored')) {
  await markRestored(readConfigOrLeave()).then(
    (done) => process.stdout.write(done),
    (error: unknown) => leave('Dure cannot mark the store as restored.', error),
  )
} else if (process.argv.includes('--reset-password')) {
  const email = process.argv[process.argv.indexOf('--reset-password') + 1]
  await resetPassword(readConfigOrLeave(), email).then(
    (done) => process.stdout.write(done),
    (error: unknown) => leave('Dure cannot make a link for a new password.', error),
  )
} else {
  await run()
}

function readConfigOrLeave(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    return leave('Dure cannot start.', error)
  }
}

async function run(): Promise<void> {
  try {
    const config = readConfig(process.env)
    const server = await startServer(config)
    process.stdout.write(`Dure's sync server listens at ${server.origin}\n`)
    const stop = (): void => {
      void server.stop().then(
        () => process.exit(0),
        (error: unknown) => leave('Dure did not stop cleanly.', error),
      )
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  } catch (error) {
    leave('Dure cannot start.', error)
  }
}

/** One clear message, then out. */
function leave(what: string, error: unknown): never {
  process.stderr.write(`${what}\n${reasonOf(error)}\n`)
  process.exit(1)
}

function reasonOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof AttachmentsRefused || error instanceof NobodyToReset)
    return error.message
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  if (code === 'EADDRINUSE')
    return `Port ${port} at ${address} is in use by another program. Stop that, or choose another: PORT=${(port ?? 0) + 1}.`
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used by this user. Choose one above 1023, e.g. PORT=3000.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST ${address ?? ''} is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.`
  return error.stack ?? error.message
}
