/** When somebody leaves: what they owned becomes another's. */
import type { UserId, WorkspaceId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Transaction } from 'kysely'
import { withdrawOwnRequests } from '../rights/access-requests.ts'
import { personSubject, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudits } from './audit.ts'

/** All that somebody owns in the workspace, and a record of each. */
export async function handOver(
  transaction: Transaction<StoreTables>,
  {
    workspaceId,
    fromId,
    toId,
    by,
    address,
  }: {
    readonly workspaceId: WorkspaceId
    readonly fromId: UserId
    readonly toId: UserId
    readonly by: UserId
    readonly address: string
  },
): Promise<number> {
  // First: see `Sharing`.
  await recordRightsChange(transaction, [personSubject(fromId), personSubject(toId)])
  const owned = await transaction
    .selectFrom('document')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', fromId)
    .orderBy('id')
    .execute()
  const detail = { from: fromId, to: toId }
  for (const { id } of owned) {
    await transaction
      .updateTable('document')
      .set((row) => ({ owner_id: toId, access_version: row('access_version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  }
  await withdrawOwnRequests(transaction, toId)
  await recordAudits(
    transaction,
    owned.map(({ id }) => ({ action: 'ownership-transferred', by, subject: id, detail, address })),
  )
  return owned.length
}
