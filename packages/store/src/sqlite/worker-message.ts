/** What the main thread asks of a SQLite worker, and what it answers. Each request has one reply, in order. */
import type { PackedBatch, PackedOutcomes } from './packed-batch.ts'

export type SqlValue = null | number | bigint | string | Uint8Array

export type WorkerRequest =
  /** Opens the files; every other request does so too where needed. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'query'
      readonly sql: string
      readonly parameters: readonly SqlValue[]
      /** True within a transaction the sender began: fails when SQLite has rolled that transaction back by itself. */
      readonly inTransaction: boolean
    }
  | { readonly kind: 'begin'; readonly write: boolean }
  | { readonly kind: 'commit' }
  /** Nothing to roll back is fine. */
  | { readonly kind: 'rollback' }
  | { readonly kind: 'append'; readonly batch: PackedBatch }
  /** One transaction: rolled back when a step changes another number of rows than it must. */
  | { readonly kind: 'together'; readonly steps: readonly SqlStep[] }
  /** The last request: lets go of the files and ends the thread. */
  | { readonly kind: 'close' }

export interface SqlStep {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
  readonly changes: number
}

/** `refused` and `unavailable` become the errors of those names; `sql` is a mistake in the statement or its values. */
export interface WorkerFailure {
  readonly kind: 'refused' | 'unavailable' | 'sql'
  readonly message: string
  /** Of one that is unavailable: it has no room left. */
  readonly full?: boolean
}

/** A result set, column names once and cells row by row, so that it crosses threads cheaply. */
export interface QueryReply {
  readonly columns: readonly string[]
  /** A blob stands here as undefined; its bytes are in `blobs`. */
  readonly cells: readonly (Exclude<SqlValue, Uint8Array> | undefined)[]
  readonly blobs: PackedBlobs
  readonly changes: number
  readonly lastInsertRowid: number
}

/** All blobs of a result set end to end, in cell order. */
export interface PackedBlobs {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lengths: readonly number[]
}

/** The reply by request: outcomes of an append as `[kind, value]` pairs, see `packed-batch.ts`. */
export interface ReplyOf {
  open: undefined
  query: QueryReply
  begin: undefined
  commit: undefined
  rollback: undefined
  append: PackedOutcomes
  /** Whether it was committed. */
  together: boolean
  close: undefined
}

export interface RequestEnvelope {
  readonly id: number
  readonly request: WorkerRequest
}

export type ReplyEnvelope =
  | { readonly id: number; readonly reply: ReplyOf[WorkerRequest['kind']] }
  | { readonly id: number; readonly failure: WorkerFailure }

/** Given to a worker at its start. */
export interface WorkerSetup {
  readonly role: 'writer' | 'reader'
  readonly directory: string
}
