/**
 * Where the bytes of attachments are: a directory or an S3-compatible store. Two implementations pass one suite.
 *
 * A blob is its parts, each kept as one file or object that never changes, under its number and what is in it. So nothing
 * is ever put together, and what `putPart` resolved for is durable, whole and final. Which parts make a blob, and whether
 * it is complete, is the database's to say.
 */
import type { Readable } from 'node:stream'

/** Names a blob: 22 characters of `[0-9A-Za-z]`, drawn by us. Never anything that a person chose. */
export type BlobName = string

export interface PartName {
  readonly blob: BlobName
  /** From 0. */
  readonly number: number
  /** SHA-256 in hexadecimal. */
  readonly digest: string
}

export interface ByteSpan {
  readonly start: number
  /** The last byte, included. */
  readonly end: number
}

export interface BlobStore {
  /** Where received parts are spooled, so that `putPart` can take them over. */
  readonly spoolDirectory: string
  /** Keeps a file that is durable already, and is the store's to move or remove from here on. Idempotent. */
  putPart(part: PartName, path: string): Promise<void>
  /** Rejects with BlobMissing when it is not there. */
  readPart(part: PartName, span: ByteSpan): Promise<Readable>
  /** Removes all its parts. Idempotent. */
  remove(blob: BlobName): Promise<void>
  /** Every blob that has parts here, at least once, with the time in ms at which one of them last changed. */
  list(): AsyncIterable<{ readonly blob: BlobName; readonly changedAt: number }>
  /** Removes what crashes left in the spool. */
  clearSpool(olderThanMs: number): Promise<void>
  /** Lets go of what was this process's alone. Nothing is asked of it afterwards. */
  close(): Promise<void>
}

export class BlobMissing extends Error {
  override name = 'BlobMissing'
}

/** There is no room. */
export class StorageFull extends Error {
  override name = 'StorageFull'
}

/** The store cannot do it just now; the call may be repeated as it was. */
export class BlobStoreUnavailable extends Error {
  override name = 'BlobStoreUnavailable'
}

/** What a part is called within its blob. */
export const partKey = ({ number, digest }: PartName): string => `${number}-${digest}`

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What the system says about a file, in the store's words. */
export function fileFault(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (FULL.has(code)) return new StorageFull(`no room for attachments (${code})`, { cause: error })
  return new BlobStoreUnavailable(`attachments cannot be stored (${code || String(error)})`, { cause: error })
}
