/**
 * The store fails at each statement of a request in turn, wherever that is: whoever is told so can ask again, because
 * nothing of it was done.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_ROUTES } from '@dure/api'
import { openSqliteStore, type SqlStore, StoreUnavailable } from '@dure/store'
import { joinAs, OWNER_SETTINGS, signIn } from '@dure/testkit'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from './config/read-config.ts'
import { type RunningServer, startServer } from './start-server.ts'
import { everyTable } from './testing/every-table.ts'
import { SkippingClock } from './testing/skipping-clock.ts'
import { Somebody } from './testing/somebody.ts'

/** More statements than any of these requests has. */
const MANY = 60

let directory: string
let store: SqlStore
let server: RunningServer
let olive: Somebody
let vera: Somebody
let veraId: string
const clock = new SkippingClock()

/** Statements until the one that fails. */
let left = Number.POSITIVE_INFINITY
const failing: KyselyPlugin = {
  transformQuery: ({ node }) => {
    left -= 1
    if (left === -1) throw new StoreUnavailable('gone')
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-midway-'))
  store = await openSqliteStore({ directory })
  const own = { PORT: '0', DURE_DATA_DIR: directory, DURE_WORKERS: '1', LOG_LEVEL: 'silent' }
  server = await startServer(readConfig({ ...OWNER_SETTINGS, ...own }), {
    openStore: async () => ({ ...store, database: store.database.withPlugin(failing) }),
    clock,
  })
  const owner = await signIn(server.origin)
  olive = new Somebody(server.origin, owner)
  const person = { name: 'Vera', email: 'vera@dure.test', password: 'a password of Vera' }
  vera = new Somebody(server.origin, await joinAs(server.origin, owner, person))
  veraId = (await vera.api.getSession()).person?.id ?? ''
})
afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

type Asked = readonly [method: string, path: string, body?: unknown, who?: Somebody]

const document = async (): Promise<string> => (await olive.api.createDocument()).id
async function shared(): Promise<string> {
  const id = await document()
  await olive.api.share(id, { email: 'vera@dure.test', role: 'viewer' })
  return id
}
async function asked(): Promise<string> {
  const id = await shared()
  await vera.api.requestAccess(id, 'editor')
  return id
}
async function binned(): Promise<string> {
  const id = await document()
  await olive.api.binDocument(id)
  return id
}
let others = 0
const somebodyNew = (): string => {
  others += 1
  return `new${others}@dure.test`
}

const REQUESTS: readonly (readonly [name: string, prepare: () => Promise<Asked>])[] = [
  ['a document is made', async () => ['POST', API_ROUTES.documents, {}]],
  ['one is made under another', async () => ['POST', API_ROUTES.documents, { parentId: await document() }]],
  ['one is copied', async () => ['POST', API_ROUTES.copies(await document()), {}]],
  ['one is moved', async () => ['PUT', API_ROUTES.place(await document()), { parentId: await document() }]],
  ['one goes to the bin', async () => ['DELETE', API_ROUTES.document(await document())]],
  ['one comes back', async () => ['POST', API_ROUTES.restored(await binned())]],
  ['one is opened to all', async () => ['PUT', API_ROUTES.generalAccess(await document()), ANYBODY]],
  ['one is shared', async () => ['POST', API_ROUTES.grants(await document()), { email: 'vera@dure.test', ...EDITOR }]],
  [
    'somebody new is let in',
    async () => ['POST', API_ROUTES.grants(await document()), { email: somebodyNew(), ...EDITOR }],
  ],
  ['a role is changed', async () => ['PUT', API_ROUTES.grant(await shared(), veraId), EDITOR]],
  ['a role is taken', async () => ['DELETE', API_ROUTES.grant(await shared(), veraId)]],
  ['one is handed over', async () => ['PUT', API_ROUTES.owner(await shared()), { personId: veraId }]],
  ['a role is asked for', async () => ['POST', API_ROUTES.requests(await shared()), EDITOR, vera]],
  ['it is granted', async () => ['PUT', API_ROUTES.request(await asked(), veraId), EDITOR]],
  ['it is declined', async () => ['DELETE', API_ROUTES.request(await asked(), veraId)]],
  ['somebody is invited', async () => ['POST', API_ROUTES.invitations, { role: 'member' }]],
  ['somebody is made an admin', async () => ['PATCH', API_ROUTES.member(veraId), { role: 'admin' }]],
  ['a link for a new password is made', async () => ['POST', API_ROUTES.memberReset(veraId)]],
  ['a token is made', async () => ['POST', API_ROUTES.tokens, { name: 'mine', scope: 'read' }]],
]
const ANYBODY = { reach: 'link', role: 'editor' }
const EDITOR = { role: 'editor' }

test.each(REQUESTS)('[API2] while %s', async (_what, prepare) => {
  for (let at = 0; at < MANY; at += 1) {
    clock.skip(60 * 60_000)
    // As many of these are open as may be.
    await store.database.deleteFrom('access_token').execute()
    await store.database.deleteFrom('invitation').execute()
    const [method, path, body, who = olive] = await prepare()
    const before = await everyTable(store.database)
    left = at
    const response = await who.ask(method, path, body)
    const failed = left < 0
    left = Number.POSITIVE_INFINITY
    // What follows an answer, such as telling open sessions, may fail and is made good.
    if (response.ok) expect(await everyTable(store.database)).not.toBe(before)
    else {
      expect([at, response.status, await response.text()]).toEqual([
        at,
        503,
        expect.stringContaining('store-unavailable'),
      ])
      expect(await everyTable(store.database)).toBe(before)
    }
    if (!failed) {
      expect(response.ok).toBe(true)
      return
    }
  }
  throw new Error('it never came to its end')
})
