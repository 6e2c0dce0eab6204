/**
 * What one tick of a room sends to everybody, built once a dialect and shared by all its sockets.
 * (Measured: 0.6 µs a client for a shared buffer against 5 to 7 µs for a send each.)
 */
import {
  type Dialect,
  MAX_UPDATES_PER_MESSAGE,
  type PresenceEntry,
  type Seq,
  toSeq,
  writeAwareness,
  writeSyncUpdate,
  writeUpdates,
} from '@dure/protocol'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import type { WindowRow } from './log-window.ts'

export class RoomBatch {
  /** The log position before and after the rows; equal when there are none. */
  readonly fromSeq: Seq
  readonly toSeq: Seq
  readonly #rows: readonly WindowRow[]
  readonly #presence: readonly PresenceEntry[]
  /** The connection that wrote all the rows; undefined when there are several, or it is elsewhere. */
  readonly soleAuthor: object | undefined
  readonly #built: { [D in Dialect]?: OutgoingBatch } = {}
  #presenceOnly: OutgoingBatch | undefined

  constructor(
    fromSeq: Seq,
    toSeq: Seq,
    rows: readonly WindowRow[],
    presence: readonly PresenceEntry[],
    soleAuthor: object | undefined,
  ) {
    this.soleAuthor = soleAuthor
    this.fromSeq = fromSeq
    this.toSeq = toSeq
    this.#rows = rows
    this.#presence = presence
  }

  /** What the sole author is sent: it has its own rows. Undefined when that is nothing. */
  withoutRows(): OutgoingBatch | undefined {
    if (this.#presence.length === 0) return undefined
    this.#presenceOnly ??= new OutgoingBatch([writeAwareness(this.#presence)])
    return this.#presenceOnly
  }

  for(dialect: Dialect): OutgoingBatch {
    const built = this.#built[dialect]
    if (built) return built
    const messages = dialect === 'dure' ? rowsForDure(this.fromSeq, this.toSeq, this.#rows) : rowsForPlain(this.#rows)
    if (this.#presence.length > 0) messages.push(writeAwareness(this.#presence))
    const batch = new OutgoingBatch(messages)
    this.#built[dialect] = batch
    return batch
  }
}

/** `updates` messages that take a dure.1 client from one log position to another. */
export function rowsForDure(fromSeq: Seq, upToSeq: Seq, rows: readonly WindowRow[]): Uint8Array<ArrayBuffer>[] {
  if (upToSeq === fromSeq) return []
  const messages: Uint8Array<ArrayBuffer>[] = []
  let from = fromSeq
  for (let at = 0; at < rows.length || at === 0; at += MAX_UPDATES_PER_MESSAGE) {
    const part = rows.slice(at, at + MAX_UPDATES_PER_MESSAGE)
    const isLast = at + MAX_UPDATES_PER_MESSAGE >= rows.length
    const to = isLast ? upToSeq : (part.at(-1)?.seq ?? upToSeq)
    messages.push(writeUpdates({ fromSeq: toSeq(from + 1), toSeq: to, updates: part.map((row) => row.bytes) }))
    from = to
  }
  return messages
}

/** A y-websocket client reads one message a frame and knows no numbers. */
export const rowsForPlain = (rows: readonly WindowRow[]): Uint8Array<ArrayBuffer>[] =>
  rows.map((row) => writeSyncUpdate(row.bytes))
