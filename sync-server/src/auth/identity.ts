/**
 * Who is at the other end of a connection. Until accounts exist everyone who reaches the server is the same guest, who
 * may edit everything; SECURITY.md says so. The name is the one they chose.
 */
import { parseUserId, type Role, type UserId } from '@dure/protocol'

export interface Identity {
  readonly userId: UserId
  /** Empty when none was given (plain y-websocket clients say it only in their presence). */
  readonly displayName: string
  readonly role: Role
}

/** The user every update is logged under until there are accounts: 22 zeros, which no account can ever get. */
export const GUEST_USER_ID: UserId = requireUserId('0000000000000000000000')

/** The server as an author: seeds of new documents, and what it mends in them. No account can ever get it either. */
export const SERVER_USER_ID: UserId = requireUserId('0000000000000000000001')

/** Before the door has let somebody in: may read nothing and write nothing, and is never shown. */
export const NOBODY: Identity = Object.freeze({ userId: GUEST_USER_ID, displayName: '', role: 'viewer' })

export const guest = (displayName: string): Identity =>
  Object.freeze({ userId: GUEST_USER_ID, displayName, role: 'editor' })

function requireUserId(raw: string): UserId {
  const id = parseUserId(raw)
  if (!id) throw new TypeError(`not a user id: ${raw}`)
  return id
}
