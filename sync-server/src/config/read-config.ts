/** Reads the settings once, at the start. This is the only file of the process that looks at the environment. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import proxyAddr from 'proxy-addr'
import type { z } from 'zod'
import type { S3Options } from '../attachments/s3-blob-store.ts'
import type { AttachmentBounds } from '../attachments/uploads.ts'
import type { LogLevel } from '../observability/logger.ts'
import { OPTIONS, type OptionName, SECRET_OPTIONS } from './options.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly store:
    | { readonly kind: 'sqlite'; readonly directory: string }
    | { readonly kind: 'postgres'; readonly url: string }
  /** Where files in documents are, and how much of them there may be. */
  readonly attachments: AttachmentBounds &
    ({ readonly kind: 'directory'; readonly directory: string } | ({ readonly kind: 's3' } & S3Options))
  readonly redisUrl: string | undefined
  /** Undefined: made and kept with the data. */
  readonly secret: string | undefined
  /** Whose account is made at the first start; undefined when the first visitor is to do it. */
  readonly owner: { readonly email: string; readonly password: string; readonly name: string } | undefined
  /** What links in e-mails begin with: an origin. */
  readonly publicUrl: string | undefined
  /** Undefined: no e-mails are sent. */
  readonly mail: MailSettings | undefined
  /** Undefined: nobody signs in by another provider. */
  readonly oidc: OidcSettings | undefined
  readonly webOrigin: URL | undefined
  readonly trustedProxies: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly allowedHosts: readonly string[]
  /** Days that the audit log goes back. */
  readonly auditDays: number
  readonly workers: number
  readonly logLevel: LogLevel
}

export interface MailSettings {
  /** `smtp:` or `smtps:`, with a password where there is one. */
  readonly server: URL
  readonly from: { readonly name: string; readonly address: string }
  readonly publicUrl: string
}

export interface OidcSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** What people know the provider as. */
  readonly name: string
  /** In lower case. Empty: any. */
  readonly domains: readonly string[]
  readonly creates: 'nobody' | 'guest' | 'member'
  readonly publicUrl: string
}

/** A setting is wrong: the message names it, its value and what would be right. The start stops. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const MEGABYTE = 1024 * 1024

type Environment = Readonly<Record<string, string | undefined>>
type Value<Name extends OptionName> = z.infer<(typeof OPTIONS)[Name]['schema']>

/** @throws ConfigError naming every setting that is wrong. */
export function readConfig(environment: Environment): Config {
  const faults: string[] = []
  // An empty value is how compose files and shells say "not set".
  const set = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name])
  const rawOf = (name: OptionName): string | undefined => {
    const file = SECRET_OPTIONS.has(name) ? set(`${name}_FILE`) : undefined
    if (file === undefined) return set(name)
    if (set(name) !== undefined) faults.push(`${name} and ${name}_FILE are both set: set one of them`)
    try {
      return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      faults.push(`${name}_FILE is "${file}": expected a file that can be read (${reason})`)
      return undefined
    }
  }
  const read = <Name extends OptionName>(name: Name): Value<Name> => {
    const raw = rawOf(name)
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
  const publicUrl = read('DURE_PUBLIC_URL')
  const smtpUrl = read('DURE_SMTP_URL')
  const mailFrom = read('DURE_MAIL_FROM')
  const issuer = read('DURE_OIDC_ISSUER')
  const clientId = read('DURE_OIDC_CLIENT_ID')
  const clientSecret = read('DURE_OIDC_CLIENT_SECRET')
  const oidcName = read('DURE_OIDC_NAME')
  const domains = read('DURE_OIDC_DOMAINS') ?? []
  const creates = read('DURE_OIDC_CREATES')
  const attachmentsDirectory = read('DURE_ATTACHMENTS_DIR')
  const bounds: AttachmentBounds = {
    maxBytes: read('DURE_MAX_ATTACHMENT_MB') * MEGABYTE,
    maxCount: read('DURE_MAX_ATTACHMENTS'),
    maxTotalBytes: read('DURE_MAX_DOCUMENT_MB') * MEGABYTE,
  }
  const s3 = {
    bucket: read('DURE_S3_BUCKET'),
    endpoint: read('DURE_S3_ENDPOINT'),
    region: read('DURE_S3_REGION'),
    accessKeyId: read('DURE_S3_ACCESS_KEY_ID'),
    secretAccessKey: read('DURE_S3_SECRET_ACCESS_KEY'),
  }
  const { bucket, endpoint, accessKeyId, secretAccessKey } = s3
  const isWhole = bucket !== undefined && endpoint !== undefined && accessKeyId !== undefined
  const place =
    isWhole && secretAccessKey !== undefined
      ? { kind: 's3' as const, ...s3, bucket, endpoint, accessKeyId, secretAccessKey }
      : {
          kind: 'directory' as const,
          directory: resolve(attachmentsDirectory ?? join(directory ?? '.', 'attachments')),
        }
  if (
    place.kind === 'directory' &&
    [bucket, endpoint, accessKeyId, secretAccessKey].some((each) => each !== undefined)
  ) {
    faults.push(
      'DURE_S3_BUCKET, DURE_S3_ENDPOINT, DURE_S3_ACCESS_KEY_ID and DURE_S3_SECRET_ACCESS_KEY go together: not all of them are set',
    )
  }
  if (place.kind === 's3' && attachmentsDirectory !== undefined) {
    faults.push('DURE_ATTACHMENTS_DIR and DURE_S3_BUCKET are both set: files are kept in one place')
  }
  const config: Config = {
    port: read('PORT'),
    host: read('HOST'),
    store:
      databaseUrl === undefined
        ? { kind: 'sqlite', directory: resolve(directory ?? '.') }
        : { kind: 'postgres', url: databaseUrl },
    attachments: { ...bounds, ...place },
    redisUrl,
    secret: read('DURE_SECRET'),
    owner:
      ownerEmail === undefined || ownerPassword === undefined
        ? undefined
        : { email: ownerEmail, password: ownerPassword, name: ownerName ?? ownerEmail.split('@', 1)[0] ?? ownerEmail },
    webOrigin: webOrigin === undefined || !URL.canParse(webOrigin) ? undefined : new URL(webOrigin),
    trustedProxies,
    allowedOrigins: read('DURE_ALLOWED_ORIGINS'),
    allowedHosts: [
      ...(read('DURE_ALLOWED_HOSTS') ?? []),
      ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
    ],
    publicUrl,
    mail:
      smtpUrl !== undefined && mailFrom !== undefined && publicUrl !== undefined && URL.canParse(smtpUrl)
        ? { server: new URL(smtpUrl), from: mailFrom, publicUrl }
        : undefined,
    oidc:
      issuer !== undefined && clientId !== undefined && clientSecret !== undefined && publicUrl !== undefined
        ? {
            issuer: new URL(issuer),
            clientId,
            clientSecret,
            name: oidcName ?? new URL(issuer).host,
            domains: domains.map((domain) => domain.toLowerCase()),
            creates,
            publicUrl,
          }
        : undefined,
    auditDays: read('DURE_AUDIT_DAYS'),
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
  const together = (names: readonly OptionName[], values: readonly unknown[]): void => {
    const missing = names.filter((_, index) => values[index] === undefined)
    if (missing.length === 0 || missing.length === names.length || faults.length > 0) return
    const there = names.filter((name) => !missing.includes(name))
    faults.push(`${there.join(' and ')} ${there.length > 1 ? 'are' : 'is'} set without ${missing.join(' and ')}`)
  }
  together(['DURE_SMTP_URL', 'DURE_MAIL_FROM'], [smtpUrl, mailFrom])
  together(['DURE_OIDC_ISSUER', 'DURE_OIDC_CLIENT_ID', 'DURE_OIDC_CLIENT_SECRET'], [issuer, clientId, clientSecret])
  if (publicUrl === undefined && (smtpUrl !== undefined || issuer !== undefined) && faults.length === 0) {
    faults.push(
      `DURE_PUBLIC_URL is not set: ${smtpUrl === undefined ? 'single sign-on comes back to it' : 'links in e-mails begin with it'}`,
    )
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
  if (!SECRET_OPTIONS.has(name)) return `"${raw}"`
  return name.endsWith('_URL') ? `"${raw.slice(0, raw.indexOf(':') + 1)}…"` : `set, with ${raw.length} characters`
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
    `Each of ${[...SECRET_OPTIONS].join(', ')} may be kept in a file, which <name>_FILE then names.`,
    '',
    '--restored marks the store as restored from a backup, and ends: to be run before the first start on restored data.',
    '--reset-password <e-mail> makes a link that sets this account a new password, and ends: for an owner who forgot it.',
    '',
    'Endpoints: /sync/<documentId> (WebSocket), /api, /healthz, /readyz, /metrics.',
    'SIGTERM and SIGINT drain and stop it. It exits with 0 then, and with 1 when it cannot start.',
    '',
  ].join('\n')
}
