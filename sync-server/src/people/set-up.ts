/** The first run: its first person becomes the owner of the installation, once, whoever else tries at the same time. */
import { newWorkspaceId, type UserId, type WorkspaceId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { documentSubject, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit } from './audit.ts'
import { insertMember, insertPerson, type NewPerson } from './new-person.ts'

const OWNER = 'owner'
const WORKSPACE_NAME = 'Dure'

/** @throws StoreUnavailable */
export async function isSetUp(db: Kysely<StoreTables>): Promise<boolean> {
  const row = await db.selectFrom('setting').select('name').where('name', '=', OWNER).executeTakeFirst()
  return row !== undefined
}

/**
 * Makes the owner, the workspace, and the owner of all documents that are from before there were accounts, which stay
 * open to everyone in the workspace.
 * @returns undefined when somebody was first.
 */
export function setUp(
  db: Kysely<StoreTables>,
  owner: NewPerson,
  address: string,
): Promise<{ readonly ownerId: UserId; readonly workspaceId: WorkspaceId } | undefined> {
  return db.transaction().execute(async (transaction) => {
    // Whoever writes this row first is first: a second one waits for the first's commit, and finds it.
    const claimed = await transaction
      .insertInto('setting')
      .values({ name: OWNER, value: owner.email })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst()
    if (!claimed) return undefined
    const ownerId = await insertPerson(transaction, owner)
    if (!ownerId) throw new Error('there is an account before there is an owner')
    const workspaceId = newWorkspaceId()
    await transaction
      .insertInto('workspace')
      .values({ id: workspaceId, name: WORKSPACE_NAME, created_at: Date.now() })
      .execute()
    await insertMember(transaction, workspaceId, ownerId, 'owner')
    const adopted = await transaction
      .updateTable('document')
      .set({ owner_id: ownerId, workspace_id: workspaceId, reach: 'workspace', reach_role: 'editor' })
      .where('owner_id', 'is', null)
      .returning('id')
      .execute()
    await recordRightsChange(
      transaction,
      adopted.map(({ id }) => documentSubject(id)),
    )
    await recordAudit(transaction, { action: 'set-up', by: ownerId, subject: workspaceId, address })
    return { ownerId, workspaceId }
  })
}
