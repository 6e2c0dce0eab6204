/** The rows of the database of local copies: their shapes, and how they are parsed. A row that does not fit is no row. */
import {
  type DocumentId,
  type Epoch,
  parseDocumentId,
  parseSessionId,
  REFUSAL,
  refusalOf,
  type Seq,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
} from '@dure/protocol'
import type { OutboxEntry } from '../outbox-entry.ts'
import { unreachable } from '../unreachable.ts'

export interface CopyRecord {
  /** Random: a document whose history was replaced can have a copy of each. */
  readonly copyId: string
  /** Whose copy it is: the page's name for the person. */
  readonly owner: string
  readonly documentId: DocumentId
  /** 0: nothing was ever received. */
  readonly epoch: Epoch | 0
  readonly lastSeq: Seq
  readonly title: string
  /** Unix time in ms. */
  readonly openedAtMs: number
  readonly changedAtMs: number
  /** Kept, but not opened any more: the server's history is another one. */
  readonly setAside: boolean
  /** Rows and bytes in `runs`. */
  readonly runs: number
  readonly runBytes: number
  readonly snapshotBytes: number
}

export interface SessionRecord {
  readonly copyId: string
  readonly sessionId: SessionId
  readonly nextClientSeq: number
  readonly nextKey: number
}

export interface RunRecord {
  readonly copyId: string
  readonly toSeq: number
  readonly updates: readonly Uint8Array[]
}

export interface SnapshotRecord {
  readonly copyId: string
  readonly update: Uint8Array
}

export interface EntryRecord {
  readonly copyId: string
  readonly sessionId: SessionId
  readonly key: number
  readonly kind: OutboxEntry['kind']
  readonly changes: number
  /** One or more for `unsent`, one otherwise. */
  readonly updates: readonly Uint8Array[]
  /** Of `sealed`. */
  readonly clientSeq: number
  readonly alone: boolean
  readonly resync: boolean
  /** Of `parked`: the refusal's number and words. */
  readonly refusal: number
  readonly detail: string
}

const isRow = (raw: unknown): raw is Readonly<Record<string, unknown>> => typeof raw === 'object' && raw !== null
const isCount = (raw: unknown): raw is number => Number.isSafeInteger(raw) && Number(raw) >= 0
const isText = (raw: unknown): raw is string => typeof raw === 'string'
const areBytes = (raw: unknown): raw is readonly Uint8Array[] =>
  Array.isArray(raw) && raw.every((each) => each instanceof Uint8Array)

export function parseCopy(raw: unknown): CopyRecord | undefined {
  if (!isRow(raw)) return undefined
  const { copyId, owner, epoch, lastSeq, title, openedAtMs, changedAtMs, setAside, runs, runBytes, snapshotBytes } = raw
  const documentId = parseDocumentId(raw['documentId'])
  if (!documentId || !isText(copyId) || !isText(owner) || !isText(title) || typeof setAside !== 'boolean')
    return undefined
  if (!isCount(epoch) || !isCount(lastSeq) || !isCount(openedAtMs) || !isCount(changedAtMs)) return undefined
  if (!isCount(runs) || !isCount(runBytes) || !isCount(snapshotBytes)) return undefined
  return {
    copyId,
    owner,
    documentId,
    epoch: epoch === 0 ? 0 : toEpoch(epoch),
    lastSeq: toSeq(lastSeq),
    title,
    openedAtMs,
    changedAtMs,
    setAside,
    runs,
    runBytes,
    snapshotBytes,
  }
}

export function parseSession(raw: unknown): SessionRecord | undefined {
  if (!isRow(raw)) return undefined
  const { copyId, nextClientSeq, nextKey } = raw
  const sessionId = parseSessionId(raw['sessionId'])
  if (!sessionId || !isText(copyId) || !isCount(nextClientSeq) || typeof nextKey !== 'number') return undefined
  return { copyId, sessionId, nextClientSeq, nextKey }
}

export function parseRun(raw: unknown): RunRecord | undefined {
  if (!isRow(raw)) return undefined
  const { copyId, toSeq: last, updates } = raw
  return isText(copyId) && isCount(last) && areBytes(updates) ? { copyId, toSeq: last, updates } : undefined
}

export function parseSnapshot(raw: unknown): SnapshotRecord | undefined {
  if (!isRow(raw)) return undefined
  const { copyId, update } = raw
  return isText(copyId) && update instanceof Uint8Array ? { copyId, update } : undefined
}

/** The session an entry belongs to, and the entry. */
export function parseEntry(raw: unknown): { sessionId: SessionId; entry: OutboxEntry } | undefined {
  if (!isRow(raw)) return undefined
  const { key, changes, updates, clientSeq, alone, resync, refusal, detail } = raw
  const sessionId = parseSessionId(raw['sessionId'])
  if (!sessionId || typeof key !== 'number' || !isCount(changes) || !areBytes(updates)) return undefined
  const [update] = updates
  if (!update || typeof resync !== 'boolean') return undefined
  switch (raw['kind']) {
    case 'unsent':
      return { sessionId, entry: { kind: 'unsent', key, changes, pieces: updates, alone: alone === true, resync } }
    case 'sealed':
      if (!isCount(clientSeq)) return undefined
      return {
        sessionId,
        entry: { kind: 'sealed', key, changes, clientSeq: toClientSeq(clientSeq), update, pieces: [update], resync },
      }
    case 'parked': {
      const reason = isCount(refusal) ? refusalOf(refusal) : REFUSAL.malformed
      return {
        sessionId,
        entry: { kind: 'parked', key, changes, update, reason, detail: isText(detail) ? detail : '' },
      }
    }
    default:
      return undefined
  }
}

export function entryRecord(copyId: string, sessionId: SessionId, entry: OutboxEntry): EntryRecord {
  const { kind, key, changes } = entry
  const base = {
    copyId,
    sessionId,
    kind,
    key,
    changes,
    clientSeq: 0,
    alone: false,
    resync: false,
    refusal: 0,
    detail: '',
  }
  switch (entry.kind) {
    case 'unsent':
      return { ...base, updates: entry.pieces.map(ownBytes), alone: entry.alone, resync: entry.resync }
    case 'sealed':
      return { ...base, updates: [ownBytes(entry.update)], clientSeq: entry.clientSeq, resync: entry.resync }
    case 'parked':
      return { ...base, updates: [ownBytes(entry.update)], refusal: entry.reason.code, detail: entry.detail }
    default:
      return unreachable(entry)
  }
}

/** Storing a view of a larger buffer, such as a whole message, would store the buffer. */
export const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
