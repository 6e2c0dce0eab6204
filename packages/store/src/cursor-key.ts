/**
 * Under what a session's cursor is kept: the session and whose it is, as one. Session ids are drawn by clients; bound to
 * the user who writes under one, it cannot be used by another to make its owner's edits pass for repeated ones.
 *
 * It stands in the column `session_id` as `<session>.<user>`. Cursors that were written before it was bound stand there
 * without a user, and are found by nobody: an update repeated across that upgrade is recognised by its clocks instead.
 */
import type { SessionId, UserId } from '@dure/protocol'

declare const brand: unique symbol
export type CursorKey = string & { readonly [brand]: 'CursorKey' }

export const cursorKey = (sessionId: SessionId, userId: UserId): CursorKey => `${sessionId}.${userId}` as CursorKey
