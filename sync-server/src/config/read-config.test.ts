import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTIONS } from './options.ts'
import { ConfigError, helpText, readConfig } from './read-config.ts'

function faultOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'no fault'
}

test.each([
  ['PORT', 'eighty', /0 to 65535/],
  ['PORT', '70000', /0 to 65535/],
  ['PORT', '-1', /0 to 65535/],
  ['PORT', '80.5', /0 to 65535/],
  ['PORT', ' ', /0 to 65535/],
  ['PORT', '0x50', /0 to 65535/],
  ['DATABASE_URL', 'mysql://root:hunter2@host/x', /a Postgres URL/],
  ['DATABASE_URL', 'host=localhost', /a Postgres URL/],
  ['DURE_WEB_ORIGIN', 'localhost:3001', /an http URL/],
  ['DURE_TRUSTED_PROXIES', 'everyone', /addresses, CIDR ranges/],
  ['DURE_ALLOWED_ORIGINS', 'https://docs.example.com/path', /origins without a path/],
  ['DURE_ALLOWED_HOSTS', 'https://docs.example.com', /names without a port/],
  ['DURE_ALLOWED_HOSTS', 'docs.example.com:443', /names without a port/],
  ['DURE_WORKERS', '0', /1 to 16/],
  ['DURE_WORKERS', '17', /1 to 16/],
  ['DURE_WORKERS', 'many', /1 to 16/],
  ['DURE_PUBLIC_URL', 'docs.example.com', /an origin without a path/],
  ['DURE_PUBLIC_URL', 'https://docs.example.com/dure', /an origin without a path/],
  ['DURE_SMTP_URL', 'mail.example.com:587', /a mail server/],
  ['DURE_SMTP_URL', 'smtp://mail.example.com?tls=no', /a mail server/],
  ['DURE_SMTP_URL', 'smtp://dure:100%sure@mail.example.com', /a mail server/],
  ['DURE_MAIL_FROM', 'Dure', /an address, e.g. Dure/],
  ['DURE_MAIL_FROM', 'Dure <a@b.example>\nBcc: c@d.example', /an address, e.g. Dure/],
  ['DURE_OIDC_ISSUER', 'http://id.example.com', /an https URL/],
  ['DURE_OIDC_DOMAINS', '@example.com', /domains, e.g./],
  ['DURE_AUDIT_DAYS', '0', /a number from 1 to 36500/],
  ['DURE_OIDC_CREATES', 'owner', /one of nobody, guest, member/],
  ['DURE_MAX_ATTACHMENT_MB', '0', /1 to 50000/],
  ['DURE_MAX_ATTACHMENTS', 'all', /0 to 100000/],
  ['DURE_S3_BUCKET', 'My_Bucket', /the name of a bucket/],
  ['DURE_S3_ENDPOINT', 'minio:9000', /an http or https URL/],
  ['LOG_LEVEL', 'loud', /one of fatal, error/],
])('%s=%j is refused by its name, with its value and what is right', (name, value, right) => {
  const fault = faultOf({ [name]: value })
  expect(fault).toMatch(new RegExp(`^${name} is "`))
  expect(fault).toMatch(right)
  if (!name.endsWith('_URL')) expect(fault).toContain(`"${value}"`)
})

test('every wrong setting is named at once', () => {
  expect(faultOf({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2)
})

test('[DU12] passwords are not shown', () => {
  expect(faultOf({ DATABASE_URL: 'mysql://root:hunter2@host/x', REDIS_URL: 'http://:hunter2@host' })).not.toContain(
    'hunter2',
  )
})

test('Redis without Postgres is refused, with the reason', () => {
  expect(faultOf({ REDIS_URL: 'redis://localhost' })).toMatch(/REDIS_URL is set without DATABASE_URL/)
})

test.each([
  [{ DURE_SMTP_URL: 'smtp://localhost' }, /DURE_SMTP_URL is set without DURE_MAIL_FROM/],
  [{ DURE_MAIL_FROM: 'a@b.example' }, /DURE_MAIL_FROM is set without DURE_SMTP_URL/],
  [{ DURE_SMTP_URL: 'smtp://localhost', DURE_MAIL_FROM: 'a@b.example' }, /DURE_PUBLIC_URL is not set: links/],
  [{ DURE_OIDC_ISSUER: 'https://id.example' }, /set without DURE_OIDC_CLIENT_ID and DURE_OIDC_CLIENT_SECRET/],
  [
    { DURE_OIDC_ISSUER: 'https://id.example', DURE_OIDC_CLIENT_ID: 'a', DURE_OIDC_CLIENT_SECRET: 'b' },
    /DURE_PUBLIC_URL is not set: single sign-on/,
  ],
])('%j is refused: they go together', (settings, right) => {
  expect(faultOf(settings)).toMatch(right)
})

test('a secret may be kept in a file, and is not both', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'dure-config-')), 'password')
  await writeFile(file, 'many hands, one field\n')
  const owner = { DURE_OWNER_EMAIL: 'olive@dure.test', DURE_OWNER_PASSWORD_FILE: file }
  expect(readConfig(owner).owner).toMatchObject({ email: 'olive@dure.test', password: 'many hands, one field' })
  expect(faultOf({ ...owner, DURE_OWNER_PASSWORD: 'another of these' })).toMatch(/are both set/)
  expect(faultOf({ ...owner, DURE_OWNER_PASSWORD_FILE: `${file}.gone` })).toMatch(/can be read \(ENOENT\)/)
  // Too short a one is not shown either.
  await writeFile(file, 'hunter2')
  expect(faultOf(owner)).not.toContain('hunter2')
  await rm(dirname(file), { recursive: true })
})

test('an S3 store is set whole or not at all, and instead of a directory; its secret is not shown', () => {
  const s3 = {
    DURE_S3_BUCKET: 'files',
    DURE_S3_ENDPOINT: 'https://s3.example.com',
    DURE_S3_ACCESS_KEY_ID: 'us',
    DURE_S3_SECRET_ACCESS_KEY: 'hunter2',
  }
  for (const name of Object.keys(s3)) expect(faultOf({ ...s3, [name]: '' })).toMatch(/go together/)
  expect(faultOf({ ...s3, DURE_ATTACHMENTS_DIR: '/files' })).toMatch(/both set/)
  expect(faultOf({ ...s3, PORT: 'x' })).not.toContain('hunter2')
  expect(readConfig(s3).attachments).toMatchObject({ kind: 's3', bucket: 'files', region: 'us-east-1' })
  expect(readConfig({ DURE_DATA_DIR: '/data' }).attachments).toMatchObject({
    kind: 'directory',
    directory: '/data/attachments',
  })
})

test('what is not set, or set to nothing, takes its default', () => {
  const nothing = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, '']))
  expect(readConfig(nothing)).toEqual(readConfig({}))
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', store: { kind: 'sqlite' }, logLevel: 'info' })
})

test('the help names every option', () => {
  for (const name of Object.keys(OPTIONS)) expect(helpText()).toContain(name)
})
