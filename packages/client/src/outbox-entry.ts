/** What stands in an outbox: an edit on its way, in one of three states. */
import type { ClientSeq, RefusalReason } from '@dure/protocol'
import { unreachable } from './unreachable.ts'

export interface EntryBase {
  /** Place in the order of writing; never reused within an outbox. */
  readonly key: number
  /** Local updates in it, as a person counts changes. */
  readonly changes: number
}

export interface UnsentEntry extends EntryBase {
  readonly kind: 'unsent'
  /** In order; one update each. */
  readonly pieces: readonly Uint8Array[]
  /** Travels without its neighbours: half of a refused entry, or what a resync found missing. */
  readonly alone: boolean
  /** Made by a resync. Refused again, it is parked: the server and this copy will not agree. */
  readonly resync: boolean
}

export interface SealedEntry extends EntryBase {
  readonly kind: 'sealed'
  readonly clientSeq: ClientSeq
  readonly update: Uint8Array
  /** What `update` was merged from, as long as this tab lives. */
  readonly pieces: readonly Uint8Array[]
  readonly resync: boolean
}

export interface ParkedEntry extends EntryBase {
  readonly kind: 'parked'
  readonly update: Uint8Array
  readonly reason: RefusalReason
  readonly detail: string
}

export type OutboxEntry = UnsentEntry | SealedEntry | ParkedEntry

/** What of it belongs into the document: refused edits do not. */
export function updatesOf(entry: OutboxEntry): readonly Uint8Array[] {
  switch (entry.kind) {
    case 'unsent':
      return entry.pieces
    case 'sealed':
      return [entry.update]
    case 'parked':
      return []
    default:
      return unreachable(entry)
  }
}

/** As it was before it was sent. */
export const asUnsent = ({ key, changes, pieces, resync }: SealedEntry): UnsentEntry => ({
  kind: 'unsent',
  key,
  changes,
  pieces,
  alone: resync,
  resync,
})
