/** Changes of rights, told from a real store. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newDocumentId, newUserId } from '@dure/protocol'
import { openSqliteStore, type SqlStore, type StoreTables, StoreUnavailable } from '@dure/store'
import type { Kysely, KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_RIGHTS_CHANGES_READ, RIGHTS_CHECK_MS, RIGHTS_HISTORY_MS } from '../limits.ts'
import { createLogger } from '../observability/logger.ts'
import { createHandClock, type HandClock } from '../testing/hand-clock.ts'
import { documentSubject, personSubject, RightsFeed, type RightsSubject, recordRightsChange } from './rights-feed.ts'

let directory: string
let store: SqlStore
let clock: HandClock
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-rights-'))
  store = await openSqliteStore({ directory })
  clock = createHandClock()
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true, force: true })
})

async function follow(db: Kysely<StoreTables> = store.database): Promise<{ feed: RightsFeed; told: Set<string> }> {
  const feed = new RightsFeed(db, clock, createLogger('silent', {}), false)
  const told = new Set<string>()
  feed.follow((subjects) => {
    for (const each of subjects) told.add(each)
  })
  await feed.start()
  return { feed, told }
}

const change = (...subjects: readonly RightsSubject[]): Promise<void> =>
  store.database.transaction().execute((transaction) => recordRightsChange(transaction, subjects))

test('[DU6] a change of more than is read at once is told whole, and what follows it as well', async () => {
  const { feed, told } = await follow()
  const many = Array.from({ length: 12 * MAX_RIGHTS_CHANGES_READ + 1 }, () => documentSubject(newDocumentId()))
  const later = personSubject(newUserId())
  await change(...many)
  await feed.look()
  await change(later)
  await feed.look()
  expect(told).toEqual(new Set([...many, later]))
})

test('[DU6] what could not be read is read soon, though nothing else changes', async () => {
  let broken = false
  const failing: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (broken && node.kind === 'SelectQueryNode') throw new StoreUnavailable('away')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const { feed, told } = await follow(store.database.withPlugin(failing))
  const subject = personSubject(newUserId())
  await change(subject)
  broken = true
  await feed.look()
  clock.advance(RIGHTS_CHECK_MS)
  await feed.look()
  expect(told).toEqual(new Set())
  broken = false
  clock.advance(RIGHTS_CHECK_MS)
  await expect.poll(() => told).toEqual(new Set([subject]))
})

test('changes are forgotten after a while, and not before', async () => {
  const [old, young] = [personSubject(newUserId()), personSubject(newUserId())]
  await change(old)
  await store.database
    .updateTable('rights_change')
    .set({ at: Date.now() - RIGHTS_HISTORY_MS - 1 })
    .execute()
  await change(young)
  await change(young)
  const rows = await store.database.selectFrom('rights_change').select('subject').execute()
  expect(rows.map(({ subject }) => subject)).toEqual([young, young])
})
