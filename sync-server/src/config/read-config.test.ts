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

test('what is not set, or set to nothing, takes its default', () => {
  const nothing = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, '']))
  expect(readConfig(nothing)).toEqual(readConfig({}))
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', store: { kind: 'sqlite' }, logLevel: 'info' })
})

test('the help names every option', () => {
  for (const name of Object.keys(OPTIONS)) expect(helpText()).toContain(name)
})
