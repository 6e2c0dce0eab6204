/** Where a page goes among those under the same one: reads its siblings' places, and renews them when they have run out. */
import type { DocumentId } from '@dure/protocol'
import type { Kysely, Transaction } from 'kysely'
import type { PageAbove } from './page-chain.ts'
import { MAX_PLACE_LENGTH, placeAfter, placeAt, placeBetween, placeInRow } from './page-place.ts'
import type { StoreTables } from './schema/tables.ts'

/** Where a page goes: under `parentId` (null: the top), directly behind `after` (null: first; left out: last). */
export interface PageDestination {
  readonly parentId: DocumentId | null
  readonly after?: DocumentId | null | undefined
}

type Sibling = Pick<PageAbove, 'id' | 'workspaceId'>

/** Behind `after`: new places for all siblings when there is none left between. */
export async function placeFor(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  { parentId, after }: PageDestination,
): Promise<string> {
  const found = await placeBehind(transaction, page, parentId, after)
  if (found !== undefined && found.length <= MAX_PLACE_LENGTH) return found
  await renewPlaces(transaction, page, parentId)
  return (await placeBehind(transaction, page, parentId, after)) ?? placeAt(Date.now())
}

/** Behind all siblings, those included that were placed in this very millisecond. */
export async function placeBehindAll(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  parentId: DocumentId | null,
  now: number,
): Promise<string> {
  const last = await siblingsOf(transaction, page, parentId)
    .orderBy('place', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return placeAfter(last?.place, now)
}

async function placeBehind(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  parentId: DocumentId | null,
  after: DocumentId | null | undefined,
): Promise<string | undefined> {
  const siblings = siblingsOf(transaction, page, parentId)
  // Gone elsewhere meanwhile: then it is the end, which is never wrong.
  const before = after ? await siblings.where('id', '=', after).executeTakeFirst() : undefined
  if (after === undefined || (after !== null && !before)) return placeBehindAll(transaction, page, parentId, Date.now())
  let next = siblings.orderBy('place').orderBy('id').limit(1)
  if (before) {
    next = next.where(({ eb, or, and }) =>
      or([eb('place', '>', before.place), and([eb('place', '=', before.place), eb('id', '>', before.id)])]),
    )
  }
  const following = await next.executeTakeFirst()
  return following ? placeBetween(before?.place, following.place) : placeAfter(before?.place, Date.now())
}

const siblingsOf = (db: Kysely<StoreTables>, { id, workspaceId }: Sibling, parentId: DocumentId | null) =>
  db
    .selectFrom('document')
    .select(['id', 'place'])
    .where('parent_id', parentId === null ? 'is' : '=', parentId)
    .where('workspace_id', workspaceId === null ? 'is' : '=', workspaceId)
    .where('id', '<>', id)

/** New places in the same order, a row at a time in the order of ids: that is the order in which appends lock them. */
async function renewPlaces(transaction: Transaction<StoreTables>, page: Sibling, parentId: DocumentId | null) {
  const siblings = await siblingsOf(transaction, page, parentId).orderBy('place').orderBy('id').execute()
  const renewed = siblings.map(({ id }, index) => ({ id, place: placeInRow(index) }))
  for (const { id, place } of renewed.sort((one, other) => (one.id < other.id ? -1 : 1))) {
    await transaction.updateTable('document').set({ place }).where('id', '=', id).execute()
  }
}
