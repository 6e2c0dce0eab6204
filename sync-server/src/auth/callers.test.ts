/** Who asks, when the store can be read and not written. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSessionId, newUserId } from '@dure/protocol'
import { openSqliteStore, StoreUnavailable } from '@dure/store'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { Callers, hashOf, TOKEN_PREFIX } from './callers.ts'
import { SESSION_COOKIE, signedToken } from './session-cookie.ts'

const full: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (node.kind === 'UpdateQueryNode') throw new StoreUnavailable('disk full')
    return node
  },
  transformResult: async ({ result }) => result,
}

test('people are known while the disk is full: that they were here is noted when there is room', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'dure-callers-'))
  const store = await openSqliteStore({ directory })
  try {
    const { database } = store
    const [id, token, program] = [newUserId(), newSessionId(), `${TOKEN_PREFIX}${newSessionId()}`]
    const long = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000).toISOString()
    const times = { created_at: long, updated_at: long }
    const ann = { id, email: 'ann@dure.test', name: 'Ann', email_verified: 1, image: null, disabled_at: null, ...times }
    await database.insertInto('person').values(ann).execute()
    const expires_at = new Date(Date.now() + 60_000).toISOString()
    const browser = {
      id: newSessionId(),
      token,
      person_id: id,
      expires_at,
      ip_address: null,
      user_agent: null,
      ...times,
    }
    await database.insertInto('sign_in').values(browser).execute()
    await database
      .insertInto('access_token')
      .values({
        id: newSessionId(),
        token_hash: hashOf(program),
        person_id: id,
        name: 'robot',
        scope: 'read',
        created_at: 1,
        expires_at: null,
        last_used_at: null,
      })
      .execute()
    const ask = async (callers: Callers): Promise<void> => {
      for (const headers of [
        { cookie: `${SESSION_COOKIE}=${signedToken(token, 'secret')}` },
        { authorization: `Bearer ${program}` },
      ]) {
        expect(await callers.of({ headers, url: '/api/session' })).toMatchObject({ userId: id })
      }
    }
    const noted = () =>
      database
        .selectFrom('sign_in')
        .innerJoin('access_token', 'access_token.person_id', 'sign_in.person_id')
        .select(['sign_in.updated_at as browser', 'last_used_at as program'])
        .executeTakeFirstOrThrow()
    await ask(new Callers(database.withPlugin(full), 'secret'))
    expect(await noted()).toEqual({ browser: long, program: null })
    await ask(new Callers(database, 'secret'))
    expect(await noted()).toEqual({ browser: expect.not.stringMatching(long), program: expect.any(Number) })
  } finally {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
})
