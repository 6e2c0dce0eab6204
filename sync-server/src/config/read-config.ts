/** Reads the settings once, at the start. This is the only file of the process that looks at the environment. */
import { resolve } from 'node:path'
import proxyAddr from 'proxy-addr'
import type { z } from 'zod'
import type { LogLevel } from '../observability/logger.ts'
import { OPTIONS, type OptionName } from './options.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly store:
    | { readonly kind: 'sqlite'; readonly directory: string }
    | { readonly kind: 'postgres'; readonly url: string }
  readonly redisUrl: string | undefined
  /** Undefined: made and kept with the data. */
  readonly secret: string | undefined
  /** Whose account is made at the first start; undefined when the first visitor is to do it. */
  readonly owner: { readonly email: string; readonly password: string; readonly name: string } | undefined
  readonly webOrigin: URL | undefined
  readonly trustedProxies: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly allowedHosts: readonly string[]
  readonly workers: number
  readonly logLevel: LogLevel
}

/** A setting is wrong: the message names it, its value and what would be right. The start stops. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>
type Value<Name extends OptionName> = z.infer<(typeof OPTIONS)[Name]['schema']>

/** @throws ConfigError naming every setting that is wrong. */
export function readConfig(environment: Environment): Config {
  const faults: string[] = []
  const read = <Name extends OptionName>(name: Name): Value<Name> => {
    // An empty value is how compose files and shells say "not set".
    const raw = environment[name] === '' ? undefined : environment[name]
    const parsed = OPTIONS[name].schema.safeParse(raw)
    if (!parsed.success) {
      faults.push(
        `${name} is ${shown(name, raw)}: expected ${parsed.error.issues.map((issue) => issue.message).join('; ')}`,
      )
    }
    return parsed.data as Value<Name>
  }
  const databaseUrl = read('DATABASE_URL')
  const redisUrl = read('REDIS_URL')
  const webOrigin = read('DURE_WEB_ORIGIN')
  const trustedProxies = read('DURE_TRUSTED_PROXIES')
  const directory = read('DURE_DATA_DIR')
  const ownerEmail = read('DURE_OWNER_EMAIL')
  const ownerPassword = read('DURE_OWNER_PASSWORD')
  const ownerName = read('DURE_OWNER_NAME')
  const config: Config = {
    port: read('PORT'),
    host: read('HOST'),
    store:
      databaseUrl === undefined
        ? { kind: 'sqlite', directory: resolve(directory ?? '.') }
        : { kind: 'postgres', url: databaseUrl },
    redisUrl,
    secret: read('DURE_SECRET'),
    owner:
      ownerEmail === undefined || ownerPassword === undefined
        ? undefined
        : { email: ownerEmail, password: ownerPassword, name: ownerName ?? ownerEmail.split('@', 1)[0] ?? ownerEmail },
    webOrigin: webOrigin === undefined || !URL.canParse(webOrigin) ? undefined : new URL(webOrigin),
    trustedProxies,
    allowedOrigins: read('DURE_ALLOWED_ORIGINS'),
    allowedHosts: read('DURE_ALLOWED_HOSTS'),
    workers: read('DURE_WORKERS'),
    logLevel: read('LOG_LEVEL'),
  }
  if (redisUrl !== undefined && databaseUrl === undefined) {
    faults.push(
      'REDIS_URL is set without DATABASE_URL: replicas share a Postgres; the embedded store serves one process',
    )
  }
  if ((ownerEmail === undefined) !== (ownerPassword === undefined)) {
    faults.push('DURE_OWNER_EMAIL and DURE_OWNER_PASSWORD go together: one is set without the other')
  }
  try {
    proxyAddr.compile([...(trustedProxies ?? [])])
  } catch {
    faults.push(
      `DURE_TRUSTED_PROXIES is "${trustedProxies.join(',')}": expected addresses, CIDR ranges, or loopback, linklocal, uniquelocal`,
    )
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return Object.freeze(config)
}

/** URLs may hold passwords: of those only what is before the credentials is shown. */
function shown(name: OptionName, raw: string | undefined): string {
  if (raw === undefined) return 'not set'
  if (name === 'DURE_SECRET' || name === 'DURE_OWNER_PASSWORD') return `set, with ${raw.length} characters`
  return name === 'DATABASE_URL' || name === 'REDIS_URL' ? `"${raw.slice(0, raw.indexOf(':') + 1)}…"` : `"${raw}"`
}

/** The text of `--help`. */
export function helpText(): string {
  const names = Object.keys(OPTIONS) as OptionName[]
  const width = Math.max(...names.map((name) => name.length))
  const rows = names.map((name) => `  ${name.padEnd(width)}  ${OPTIONS[name].help}`)
  return [
    "Dure's sync server. Settings come from the environment:",
    '',
    ...rows,
    '',
    '--restored marks the store as restored from a backup, and ends: to be run before the first start on restored data.',
    '',
    'Endpoints: /sync/<documentId> (WebSocket), /api, /healthz, /readyz, /metrics.',
    'SIGTERM and SIGINT drain and stop it. It exits with 0 then, and with 1 when it cannot start.',
    '',
  ].join('\n')
}
