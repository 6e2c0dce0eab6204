/**
 * Every setting of the sync server: its name in the environment, what it means, its default and what is right. The
 * only list of them; `--help`, the parser and docs/self-hosting.md follow it.
 */
import { availableParallelism } from 'node:os'
import { emailSchema, MIN_PASSWORD_LENGTH, nameSchema, newPasswordSchema } from '@dure/api'
import { z } from 'zod'
import { LOG_LEVELS } from '../observability/logger.ts'

/** Default public port. */
const DEFAULT_PORT = 3000
/** Megabytes of one file: an evening's video from a phone. */
const DEFAULT_ATTACHMENT_MB = 100
/** What parts of the size that all stores take can make up. */
const MAX_ATTACHMENT_MB = 50_000
/** Files of one document: a photo album. */
const DEFAULT_ATTACHMENTS = 500
/** Megabytes of all files of one document. */
const DEFAULT_DOCUMENT_MB = 2000
/** A year: what happened since the same season, and no longer than most rules on personal data want it kept. */
const DEFAULT_AUDIT_DAYS = 365
/** A hundred years. */
const MAX_AUDIT_DAYS = 36_500
/** More threads for documents than this have never had work at once. */
const MAX_WORKERS = 16

/** Digits and nothing else: `Number` would take a blank for 0 and `0x50` for 80. */
const wholeNumber = (what: string, min: number, max: number) =>
  z
    .string({ error: what })
    .regex(/^\d{1,9}$/, { error: what })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: what })

const port = wholeNumber('a port from 0 to 65535 (0: any free one)', 0, 65_535)

const url = (what: string, ...protocols: readonly string[]) =>
  z.string().refine((raw) => URL.canParse(raw) && protocols.includes(new URL(raw).protocol), {
    error: `${what}, e.g. ${protocols[0]}//localhost`,
  })

const origin = z
  .string()
  .refine((raw) => URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol) && new URL(raw).origin === raw, {
    error: 'an origin without a path, e.g. https://docs.example.com',
  })

/** A `%` that stands for itself is written `%25`. */
function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Nothing else may be in it: what is not understood would be a mistake that nobody notices. */
const isMailServer = (raw: string): boolean => {
  if (!URL.canParse(raw)) return false
  const { protocol, username, password, hostname, pathname, search, hash } = new URL(raw)
  if (!isEscaped(username) || !isEscaped(password)) return false
  return /^smtps?:$/.test(protocol) && hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === ''
}

/** `Name <address>`, or the address alone. */
const sender = z.string().transform((raw, context) => {
  const [, name = '', bracketed = raw] = /^([^<>\r\n]*)<([^<>]*)>$/.exec(raw.trim()) ?? []
  const address = emailSchema.safeParse(bracketed)
  if (address.success) return { name: name.trim(), address: address.data }
  context.addIssue({ code: 'custom', message: 'an address, e.g. Dure <dure@example.com>' })
  return z.NEVER
})

const list = z.string().transform((raw) =>
  raw
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
)

const isHostName = (raw: string): boolean =>
  URL.canParse(`http://${raw}`) && new URL(`http://${raw}`).hostname === raw.toLowerCase()

/** Who can listen on the way could say who somebody is. */
const isIssuer = (raw: string): boolean => {
  if (!URL.canParse(raw)) return false
  const { protocol, hostname, search, hash } = new URL(raw)
  const here = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return (protocol === 'https:' || (protocol === 'http:' && here)) && search === '' && hash === ''
}

export const OPTIONS = {
  PORT: { help: `Public port (default ${DEFAULT_PORT}; 0 takes any free one).`, schema: port.default(DEFAULT_PORT) },
  HOST: {
    help: 'Address to listen at (default 127.0.0.1: this machine only; 0.0.0.0 lets the network in).',
    schema: z.string().min(1, 'an address or a host name').default('127.0.0.1'),
  },
  DURE_DATA_DIR: {
    help: 'Directory of the embedded store (default ./data). Not used with DATABASE_URL.',
    schema: z.string().min(1, 'a directory').default('./data'),
  },
  DURE_ATTACHMENTS_DIR: {
    help: 'Directory of the files in documents (default: attachments in DURE_DATA_DIR). Replicas need the same one, or a bucket.',
    schema: z.string().min(1, 'a directory').optional(),
  },
  DURE_MAX_ATTACHMENT_MB: {
    help: `Megabytes that one file in a document may have (default ${DEFAULT_ATTACHMENT_MB}).`,
    schema: wholeNumber(`a number from 1 to ${MAX_ATTACHMENT_MB}`, 1, MAX_ATTACHMENT_MB).default(DEFAULT_ATTACHMENT_MB),
  },
  DURE_MAX_ATTACHMENTS: {
    help: `Files that one document may have (default ${DEFAULT_ATTACHMENTS}; 0: none).`,
    schema: wholeNumber('a number from 0 to 100000', 0, 100_000).default(DEFAULT_ATTACHMENTS),
  },
  DURE_MAX_DOCUMENT_MB: {
    help: `Megabytes that all files of one document may have (default ${DEFAULT_DOCUMENT_MB}).`,
    schema: wholeNumber('a number from 1 to 10000000', 1, 10_000_000).default(DEFAULT_DOCUMENT_MB),
  },
  DURE_S3_BUCKET: {
    help: 'Bucket of an S3-compatible store for the files in documents, instead of a directory. It must exist, and be private.',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
      .optional(),
  },
  DURE_S3_ENDPOINT: {
    help: 'Where that store is, e.g. https://s3.eu-central-1.amazonaws.com or http://minio:9000.',
    schema: url('an http or https URL', 'https:', 'http:').optional(),
  },
  DURE_S3_REGION: {
    help: 'Its region (default us-east-1, which most stores that are not Amazon take).',
    schema: z.string().min(1, 'a region').default('us-east-1'),
  },
  DURE_S3_ACCESS_KEY_ID: { help: 'Its access key.', schema: z.string().min(1, 'an access key').optional() },
  DURE_S3_SECRET_ACCESS_KEY: { help: 'The secret of that key.', schema: z.string().min(1, 'a secret').optional() },
  DATABASE_URL: {
    help: 'Postgres to use instead of the embedded store, e.g. postgres://dure:secret@localhost/dure.',
    schema: url('a Postgres URL', 'postgres:', 'postgresql:').optional(),
  },
  REDIS_URL: {
    help: 'Redis that carries messages between replicas, e.g. redis://localhost:6379. Needs DATABASE_URL.',
    schema: url('a Redis URL', 'redis:', 'rediss:').optional(),
  },
  DURE_SECRET: {
    help: 'Secret that signs cookies, the same for all replicas (default: made at the first start and kept with the data).',
    schema: z.string().min(32, 'at least 32 characters that nobody can guess').optional(),
  },
  DURE_OWNER_EMAIL: {
    help: 'E-mail of the owner, whose account is then made at the first start. Needs DURE_OWNER_PASSWORD.',
    schema: emailSchema.optional(),
  },
  DURE_OWNER_PASSWORD: {
    help: `Password of that account, at least ${MIN_PASSWORD_LENGTH} characters. Only used when there is no owner yet.`,
    schema: newPasswordSchema.optional(),
  },
  DURE_OWNER_NAME: {
    help: 'Name of that account (default: what stands before the @).',
    schema: nameSchema.optional(),
  },
  DURE_PUBLIC_URL: {
    help: 'Where people open this server, e.g. https://docs.example.com: what links in e-mails begin with, and where single sign-on comes back to. Its name is allowed like those of DURE_ALLOWED_HOSTS.',
    schema: origin.optional(),
  },
  DURE_SMTP_URL: {
    help: 'Mail server that e-mails are sent by, e.g. smtps://user:password@mail.example.com (465, TLS) or smtp://…:587 (STARTTLS; demanded where there is a password). Needs DURE_MAIL_FROM and DURE_PUBLIC_URL.',
    schema: z
      .string()
      .refine(isMailServer, {
        error: 'a mail server, e.g. smtps://user:password@mail.example.com (a % in the password is written %25)',
      })
      .optional(),
  },
  DURE_MAIL_FROM: {
    help: 'Who sends those e-mails, e.g. Dure <dure@example.com>.',
    schema: sender.optional(),
  },
  DURE_OIDC_ISSUER: {
    help: 'Issuer of an OpenID Connect provider to sign in with, e.g. https://id.example.com. Needs DURE_OIDC_CLIENT_ID, DURE_OIDC_CLIENT_SECRET and DURE_PUBLIC_URL; the address to come back to is <DURE_PUBLIC_URL>/api/session/oidc/callback.',
    schema: z
      .string()
      .refine(isIssuer, { error: 'an https URL, e.g. https://id.example.com (http on this machine only)' })
      .optional(),
  },
  DURE_OIDC_CLIENT_ID: { help: 'What that provider knows Dure as.', schema: z.string().min(1).optional() },
  DURE_OIDC_CLIENT_SECRET: { help: 'And by which secret.', schema: z.string().min(1).optional() },
  DURE_OIDC_NAME: {
    help: 'What the button says one continues with (default: the host of the issuer).',
    schema: nameSchema.optional(),
  },
  DURE_OIDC_DOMAINS: {
    help: 'Domains of e-mails that may sign in by that provider, comma-separated, e.g. example.com (default any).',
    schema: list
      .refine((domains) => domains.every((each) => isHostName(each)), { error: 'domains, e.g. example.com' })
      .default([]),
  },
  DURE_OIDC_CREATES: {
    help: 'What somebody becomes who signs in by that provider and has no account yet: nobody, guest or member (default nobody: they are turned away).',
    schema: z.enum(['nobody', 'guest', 'member'], { error: 'one of nobody, guest, member' }).default('nobody'),
  },
  DURE_WEB_ORIGIN: {
    help: 'Where the web part (Next) listens, e.g. http://127.0.0.1:3001. Without it this server has no pages.',
    schema: url('an http URL', 'http:').optional(),
  },
  DURE_TRUSTED_PROXIES: {
    help: 'Proxies whose X-Forwarded-For and -Host are believed: addresses, CIDR ranges, or loopback, linklocal, uniquelocal; comma-separated (default none).',
    schema: list.default([]),
  },
  DURE_ALLOWED_ORIGINS: {
    help: 'Origins besides our own whose pages may connect, comma-separated, e.g. https://docs.example.com (default none).',
    schema: list
      .refine((origins) => origins.every((each) => URL.canParse(each) && new URL(each).origin === each), {
        error: 'origins without a path, e.g. https://docs.example.com',
      })
      .default([]),
  },
  DURE_ALLOWED_HOSTS: {
    help: 'Names under which this server is opened, besides addresses and local names, comma-separated, e.g. docs.example.com; * for any (default none).',
    schema: list
      .refine((hosts) => hosts.every((each) => each === '*' || isHostName(each)), {
        error: 'names without a port, e.g. docs.example.com, or *',
      })
      .default([]),
  },
  DURE_AUDIT_DAYS: {
    help: `Days that the audit log goes back; what is older is removed (default ${DEFAULT_AUDIT_DAYS}).`,
    schema: wholeNumber(`a number from 1 to ${MAX_AUDIT_DAYS}`, 1, MAX_AUDIT_DAYS).default(DEFAULT_AUDIT_DAYS),
  },
  DURE_WORKERS: {
    help: `Threads for heavy work on documents (default: half the cores, at least 1, at most ${MAX_WORKERS}).`,
    schema: wholeNumber(`a number from 1 to ${MAX_WORKERS}`, 1, MAX_WORKERS).default(
      Math.min(MAX_WORKERS, Math.max(1, Math.floor(availableParallelism() / 2))),
    ),
  },
  LOG_LEVEL: {
    help: `One of ${LOG_LEVELS.join(', ')} (default info). Logs go to standard error as JSON lines.`,
    schema: z.enum(LOG_LEVELS, { error: `one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  },
} as const

export type OptionName = keyof typeof OPTIONS

/** Never printed. Each can be kept in a file instead, which `<name>_FILE` then names. */
export const SECRET_OPTIONS: ReadonlySet<OptionName> = new Set<OptionName>([
  'DATABASE_URL',
  'REDIS_URL',
  'DURE_SECRET',
  'DURE_OWNER_PASSWORD',
  'DURE_S3_SECRET_ACCESS_KEY',
  'DURE_SMTP_URL',
  'DURE_OIDC_CLIENT_SECRET',
])
