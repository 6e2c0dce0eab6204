/** Who is at the other end of an open document, and what they may do in it: what a session holds. */
import { parseUserId, type Role, type UserId } from '@dure/protocol'

export interface Identity {
  readonly userId: UserId
  /** Empty when a guest gave none (plain y-websocket clients say it only in their presence). */
  readonly displayName: string
  readonly role: Role
  /** Somebody without an account. */
  readonly isGuest: boolean
}

/** The user that updates of people without an account are logged under: 22 zeros, which no account can ever get. */
export const GUEST_USER_ID: UserId = requireUserId('0000000000000000000000')

/** The server as an author: seeds of new documents, and what it mends in them. No account can ever get it either. */
export const SERVER_USER_ID: UserId = requireUserId('0000000000000000000001')

export const guest = (displayName: string, role: Role): Identity =>
  Object.freeze({ userId: GUEST_USER_ID, displayName, role, isGuest: true })

/** Before the door has let somebody in: never in a room, and never shown. */
export const NOBODY: Identity = guest('', 'viewer')

function requireUserId(raw: string): UserId {
  const id = parseUserId(raw)
  if (!id) throw new TypeError(`not a user id: ${raw}`)
  return id
}
