/** What is promised of one request holds for two of the same moment, on both databases. */
import { API_ROUTES } from '@dure/api'
import { newAttachmentId, newDocumentId, newSessionId, parseUserId, type UserId } from '@dure/protocol'
import type { SqlStore } from '@dure/store'
import { joinAs, OWNER_SETTINGS, signIn } from '@dure/testkit'
import { startPostgres } from '@dure/testkit/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GUEST_USER_ID } from './auth/identity.ts'
import { readConfig } from './config/read-config.ts'
import { MAX_FAVOURITES, MAX_TOKENS_PER_PERSON } from './limits.ts'
import { openConfiguredStore } from './open-store.ts'
import { startServer } from './start-server.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const MAX_FILES = 3
const SETTINGS = { DURE_MAX_ATTACHMENTS: String(MAX_FILES), DURE_MAX_DOCUMENT_MB: '10' }

interface Running {
  readonly origin: string
  readonly store: Pick<SqlStore, 'database' | 'documents'>
  close(): Promise<void>
}

async function onSqlite(): Promise<Running> {
  const world = await World.start(SETTINGS)
  return { origin: world.origin, store: world.store, close: () => world.close() }
}

async function onPostgres(): Promise<Running> {
  const postgres = await startPostgres({ fsync: false })
  const own = { PORT: '0', DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'fatal', DURE_WORKERS: '1' }
  const config = readConfig({ ...OWNER_SETTINGS, ...SETTINGS, ...own })
  const store = await openConfiguredStore(config)
  const server = await startServer(config, { openStore: async () => store })
  const close = async (): Promise<void> => {
    await server.stop()
    await postgres.close()
  }
  return { origin: server.origin, store, close }
}

describe.each([
  ['SQLite', onSqlite],
  ['Postgres', onPostgres],
])('on %s', (_database, start) => {
  let server: Running
  let olive: Somebody
  let nobody: Somebody
  beforeAll(async () => {
    server = await start()
    nobody = new Somebody(server.origin)
    olive = new Somebody(server.origin, await signIn(server.origin))
  })
  afterAll(() => server.close())

  const newDocument = async () =>
    (await server.store.documents.create({ id: newDocumentId(), createdBy: GUEST_USER_ID, reach: 'link' })).id

  const token = (person_id: UserId) => ({
    id: newSessionId(),
    token_hash: newSessionId(),
    person_id,
    name: 'x',
    scope: 'read',
    created_at: 1,
    expires_at: null,
    last_used_at: null,
  })

  async function addPasskey(personId: UserId): Promise<string> {
    const id = newSessionId()
    const never = { counter: 0, transports: '[]', created_at: 1, last_used_at: null }
    await server.store.database
      .insertInto('passkey')
      .values({ id, person_id: personId, name: 'mine', credential_id: id, public_key: 'AAAA', ...never })
      .execute()
    return id
  }

  test('[AU4] of two ways in that are removed at once, one stays', async () => {
    const { database } = server.store
    const person = { name: 'Ann', email: 'ann@dure.test', password: 'a password of Ann' }
    const ann = new Somebody(server.origin, await joinAs(server.origin, await signIn(server.origin), person))
    const id = parseUserId((await ann.api.getSession()).person?.id)
    if (!id) throw new Error('not signed in')
    await database.deleteFrom('credential').where('person_id', '=', id).execute()
    for (let round = 0; round < 5; round += 1) {
      const passkeys = [await addPasskey(id), await addPasskey(id)]
      const statuses = await Promise.all(passkeys.map((each) => ann.status('DELETE', API_ROUTES.passkey(each))))
      expect(statuses.sort()).toEqual([204, 409])
      await database.deleteFrom('passkey').where('person_id', '=', id).execute()
    }
  })

  test('[DU7] of many uploads that are begun at once, as many are as fit', async () => {
    const { id } = await olive.api.createDocument()
    const begin = (size: number) =>
      olive.status('PUT', API_ROUTES.attachment(id, newAttachmentId()), {
        name: 'x.bin',
        size,
        kind: 'file',
        key: 'k'.repeat(22),
      })
    const large = await Promise.all(Array.from({ length: 3 }, () => begin(6 * 1024 * 1024)))
    expect(large.sort()).toEqual([200, 409, 409])
    const small = await Promise.all(Array.from({ length: 8 }, () => begin(1)))
    expect(small.filter((status) => status === 200)).toHaveLength(MAX_FILES - 1)
  })

  test('[DU7] of many that somebody makes at once, as many are made as one may have', async () => {
    const id = parseUserId((await olive.api.getSession()).person?.id)
    if (!id) throw new Error('not signed in')
    const { database } = server.store
    const documents = await Promise.all(Array.from({ length: MAX_FAVOURITES + 3 }, () => newDocument()))
    const [favourites, others] = [documents.slice(0, -4), documents.slice(-4)]
    await database
      .insertInto('favourite')
      .values(favourites.map((document_id) => ({ person_id: id, document_id, created_at: 1 })))
      .execute()
    const added = await Promise.all(others.map((each) => olive.status('PUT', API_ROUTES.favourite(each))))
    expect(added.sort()).toEqual([204, 409, 409, 409])

    await database
      .insertInto('access_token')
      .values(Array.from({ length: MAX_TOKENS_PER_PERSON - 1 }, () => token(id)))
      .execute()
    const tokens = await Promise.all(
      [1, 2, 3, 4].map(() => olive.status('POST', API_ROUTES.tokens, { name: 'x', scope: 'read' })),
    )
    expect(tokens.sort()).toEqual([201, 409, 409, 409])
  })

  test('of two who join under one e-mail at once, one is told that it is taken; an invitation lets in once', async () => {
    const account = { name: 'Bob', email: 'bob@dure.test', password: 'a password of Bob' }
    const join = (token: string | null, email: string) =>
      nobody.status('POST', API_ROUTES.offer(token ?? ''), { ...account, email })
    const [one, two] = [
      await olive.api.createInvitation({ role: 'member' }),
      await olive.api.createInvitation({ role: 'member' }),
    ]
    const both = await Promise.all([join(one.token, account.email), join(two.token, account.email)])
    expect(both.sort()).toEqual([201, 409])
    const [open] = await olive.api.listInvitations()
    const { token } = open?.id === one.id ? one : two
    const twice = await Promise.all([join(token, 'cleo@dure.test'), join(token, 'dora@dure.test')])
    expect(twice.sort()).toEqual([201, 404])
  })
})
