/**
 * How a tab comes to its session: it takes over one whose tab is gone, with its outbox and its numbers, or starts one.
 * The edits of further orphans join that outbox under new numbers.
 */
import { type DocumentId, newSessionId, type SessionId } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import { adopted, type KeptSession } from '../outbox-adoption.ts'
import {
  deleteSession,
  openCopy,
  putOutbox,
  readContent,
  readSessions,
  type SessionRows,
  type Stores,
} from './copy-rows.ts'
import { answer, transact } from './database.ts'
import type { Restored } from './local-copy.ts'
import { parseCopy } from './records.ts'
import type { SessionLocks } from './session-locks.ts'

/** Someone deleted the copy, or set it aside. */
export class CopyGone extends Error {
  override name = 'CopyGone'
}

export interface AdoptedSession {
  readonly restored: Restored
  /** Lets go of the session. */
  readonly release: () => void
}

const NEW_SESSION: KeptSession = { nextClientSeq: 1, nextKey: 1, entries: [] }

/** The lock of a session, undefined when a living tab holds it. Without locks nobody can tell: then nobody holds any. */
export const lockSession = async (
  locks: SessionLocks | undefined,
  sessionId: SessionId,
): Promise<(() => void) | undefined> => (locks ? locks.tryAcquire(`dure-session-${sessionId}`) : () => {})

/** A session that nobody had before, and its lock: nobody else can know it, so it is certain to be had. */
export interface FreshSession {
  readonly sessionId: SessionId
  readonly release: (() => void) | undefined
}

export async function freshSession(locks: SessionLocks | undefined): Promise<FreshSession> {
  const sessionId = newSessionId()
  return { sessionId, release: await lockSession(locks, sessionId) }
}

export interface CopyWanted {
  readonly owner: string
  readonly documentId: DocumentId
  readonly locks: SessionLocks | undefined
  readonly clock: Clock
}

/**
 * The copy of a document, made when there is none, and a session in it. To make one is one transaction, for nobody can
 * have left anything there; of another one the sessions are looked at first.
 * @param newCopyId Of one that is made.
 * @throws CopyGone, or DOMException when storage fails.
 */
export async function openSession(
  database: IDBDatabase,
  newCopyId: string,
  fresh: FreshSession,
  { owner, documentId, locks, clock }: CopyWanted,
): Promise<AdoptedSession & { readonly copyId: string }> {
  const { copyId, sessions, begun } = await transact(database, 'readwrite', 'relaxed', async (stores) => {
    const { copy, isNew } = await openCopy(stores, owner, documentId, newCopyId, clock.now())
    if (isNew) return { copyId: copy.copyId, sessions: [], begun: beginSession(stores, copy.copyId, fresh) }
    return { copyId: copy.copyId, sessions: await readSessions(stores, copy.copyId), begun: undefined }
  })
  return { copyId, ...(begun ?? (await adoptSession(database, copyId, sessions, locks, fresh))) }
}

function beginSession(stores: Stores, copyId: string, { sessionId, release }: FreshSession): AdoptedSession {
  const outbox = adopted(NEW_SESSION, [])
  putOutbox(stores, copyId, sessionId, outbox, new Map())
  return { restored: { sessionId, outbox, updates: [], position: undefined }, release: release ?? (() => {}) }
}

async function adoptSession(
  database: IDBDatabase,
  copyId: string,
  sessions: readonly SessionRows[],
  locks: SessionLocks | undefined,
  fresh: FreshSession,
): Promise<AdoptedSession> {
  const owned = new Map<SessionId, () => void>()
  const own = async (sessionId: SessionId) => {
    const release = await lockSession(locks, sessionId)
    if (release) owned.set(sessionId, release)
  }
  // In case nothing is left to be taken over by then.
  if (fresh.release) owned.set(fresh.sessionId, fresh.release)
  let sessionId: SessionId | undefined
  try {
    for (const { record } of sessions) await own(record.sessionId)
    const restored = await takeOver(database, copyId, (id) => owned.has(id), fresh.sessionId, locks !== undefined)
    sessionId = restored.sessionId
    return { restored, release: owned.get(sessionId) ?? (() => {}) }
  } finally {
    for (const [id, release] of owned) if (id !== sessionId) release()
  }
}

/**
 * @param mayGoOn Without locks a former owner may be alive and go on with its numbers: its edits are taken, its session
 * is not.
 */
function takeOver(
  database: IDBDatabase,
  copyId: string,
  isOwned: (sessionId: SessionId) => boolean,
  fresh: SessionId,
  mayGoOn: boolean,
): Promise<Restored> {
  return transact(database, 'readwrite', 'strict', async (stores) => {
    const copy = parseCopy(await answer(stores.copies.get(copyId)))
    if (!copy) throw new CopyGone('deleted while it was opened')
    const updates = await readContent(stores, copyId)
    const orphans = (await readSessions(stores, copyId)).filter(({ record }) => isOwned(record.sessionId))
    const first = mayGoOn ? orphans[0] : undefined
    const others = first ? orphans.slice(1) : orphans
    const sessionId = first?.record.sessionId ?? fresh
    const kept: KeptSession = first ? { ...first.record, entries: first.entries } : NEW_SESSION
    const outbox = adopted(
      kept,
      others.flatMap(({ entries }) => entries),
    )
    for (const each of others) deleteSession(stores, copyId, each)
    // Stored before a number beyond the gap is used, so that the next owner leaves a gap of its own.
    putOutbox(stores, copyId, sessionId, outbox, new Map(first?.entries.map((entry) => [entry.key, entry])))
    const { epoch, lastSeq } = copy
    return { sessionId, outbox, updates, position: epoch === 0 ? undefined : { epoch, lastSeq } }
  })
}
