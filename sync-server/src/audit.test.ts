/** The audit log as owners and admins read it, page by page, and how far it goes back. */
import { AUDIT_KINDS, type AuditAction, type AuditEvent, type AuditKind } from '@dure/api'
import { newSessionId, parseUserId, type UserId } from '@dure/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUDIT_CHECK_MS, AUDIT_PRUNED_AT_ONCE } from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DAYS = 30

let world: World
let olive: Somebody
beforeAll(async () => {
  world = await World.start({ DURE_AUDIT_DAYS: String(DAYS) })
  olive = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())

async function write(at: number, action: AuditAction, by: UserId | null, subject: string, count = 1): Promise<void> {
  const event = { at, person_id: by, action, subject, detail: '{}', address: 'test' }
  const events = Array.from({ length: count }, () => ({ ...event, id: newSessionId() }))
  for (let from = 0; from < count; from += 500) {
    await world.store.database
      .insertInto('audit_event')
      .values(events.slice(from, from + 500))
      .execute()
  }
}

async function allPages(filter: { readonly person?: string; readonly kind?: AuditKind } = {}): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await olive.api.listAudit({ ...filter, limit: 7, ...(cursor === undefined ? {} : { cursor }) })
    events.push(...page.events)
    cursor = page.nextCursor
  }
  return events
}

test('comes in pages without a gap or a repetition, of a kind and of a person as well', async () => {
  const ann = parseUserId((await new Somebody(world.origin, await world.join('Ann')).api.getSession()).person?.id)
  if (!ann) throw new Error('not signed in')
  // Many of one moment; what she did, what was done to her, and what she did to herself.
  const at = Date.now() - DAY_MS
  await write(at, 'shared', ann, 'x', 10)
  await write(at, 'member-changed', null, ann, 10)
  await write(at, 'password-changed', ann, ann, 10)
  await write(at - 1, 'passkey-added', null, 'x')
  await write(at - 2, 'token-created', null, 'x', 8)
  const { database } = world.store
  const stored = await database.selectFrom('audit_event').selectAll().orderBy('at', 'desc').orderBy('id').execute()
  const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)
  expect(idsOf(await allPages())).toEqual(idsOf(stored))
  const hers = stored.filter((row) => row.person_id === ann || row.subject === ann)
  expect(idsOf(await allPages({ person: ann }))).toEqual(idsOf(hers))
  const accounts = stored.filter(({ action }) => AUDIT_KINDS.accounts.some((each) => each === action))
  expect(idsOf(await allPages({ kind: 'accounts' }))).toEqual(idsOf(accounts))
  expect(idsOf(await allPages({ kind: 'accounts', person: ann }))).toEqual(
    idsOf(accounts.filter((row) => hers.includes(row))),
  )
})

test('[DU7] goes back as far as the settings say, however much there is before that', async () => {
  const { database } = world.store
  const limit = Date.now() - DAYS * DAY_MS
  await write(limit - DAY_MS, 'sign-in-refused', null, 'old', 2 * AUDIT_PRUNED_AT_ONCE + 3)
  await write(limit + DAY_MS, 'sign-in-refused', null, 'young')
  const before = (await database.selectFrom('audit_event').select('id').where('at', '>', limit).execute()).length
  world.clock.skip(AUDIT_CHECK_MS)
  const [line] = await world.log.said('audit log pruned')
  expect(line).toMatchObject({ removed: 2 * AUDIT_PRUNED_AT_ONCE + 3 })
  const left = await database.selectFrom('audit_event').select('subject').execute()
  expect(left).toHaveLength(before)
  expect(left.map(({ subject }) => subject)).not.toContain('old')
})
