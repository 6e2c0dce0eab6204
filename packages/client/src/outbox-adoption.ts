/** How an outbox goes on in another tab or after a reload. Pure. */
import { toClientSeq } from '@dure/protocol'
import { emptyOutbox, type Outbox } from './outbox.ts'
import { asUnsent, type OutboxEntry } from './outbox-entry.ts'

/**
 * Numbers a new owner of a session leaves free. What its former owner sent in its last moments may not have been stored
 * with its number; leaving a gap that no tab could have used up means that no number is ever given to other bytes.
 */
const NUMBER_STRIDE = 2 ** 20

export interface KeptSession {
  readonly nextClientSeq: number
  readonly nextKey: number
  readonly entries: readonly OutboxEntry[]
}

/**
 * The outbox of a session under a new owner: what was sent goes on under its numbers, and what comes is numbered beyond
 * any that can have been used. `orphans` are entries of other sessions that nobody owns any more: they get new numbers.
 */
export function adopted(session: KeptSession, orphans: readonly OutboxEntry[]): Outbox {
  const used = session.nextClientSeq > 1 || session.entries.length > 0
  const next = used ? (Math.floor(session.nextClientSeq / NUMBER_STRIDE) + 1) * NUMBER_STRIDE : 1
  const outbox: Outbox = {
    ...emptyOutbox,
    entries: [...session.entries].sort((a, b) => a.key - b.key),
    nextKey: Math.max(Math.ceil(session.nextKey), ...session.entries.map((entry) => Math.floor(entry.key) + 1)),
    nextClientSeq: toClientSeq(next),
  }
  return joinedBy(outbox, orphans)
}

/** The outbox with the entries of another session after its own, under numbers of this one. */
export const joinedBy = (outbox: Outbox, orphans: readonly OutboxEntry[]): Outbox =>
  followedBy(
    outbox,
    orphans.map((entry) => (entry.kind === 'sealed' ? asUnsent(entry) : entry)),
  )

/** The outbox with these entries, in their order, after its own. */
export function followedBy(outbox: Outbox, entries: readonly OutboxEntry[]): Outbox {
  const moved = entries.map((entry, index) => ({ ...entry, key: outbox.nextKey + index }))
  return { ...outbox, entries: [...outbox.entries, ...moved], nextKey: outbox.nextKey + moved.length }
}
