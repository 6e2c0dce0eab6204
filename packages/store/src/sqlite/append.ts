/** The hot path: one batch of appends, one transaction, one fsync. Runs in the writer's thread. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type ClientSeq, type DocumentId, toClientSeq, toEpoch, toSeq, type UserId } from '@dure/protocol'
import { type AppendKeys, type AppendPlan, byDocument, type KnownDocument, keysOf, planAppend } from '../append-plan.ts'
import type { CursorKey } from '../cursor-key.ts'
import type { AppendOutcome, AppendRequest } from '../store.ts'
import { sqliteCodeOf, tellsOfDamage } from './sqlite-failure.ts'

const MS_PER_DAY = 86_400_000

/** SQLITE_CORRUPT */
const DAMAGED_FILE = 11

/** A document as this transaction found it. */
interface FoundDocument extends KnownDocument {
  readonly updatedAt: number
  /** Sessions whose cursor bears this day already. */
  readonly seenToday: ReadonlySet<CursorKey>
}

export class SqliteAppend {
  readonly #database: DatabaseSync
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  readonly #findDocument: StatementSync
  readonly #findCursor: StatementSync
  readonly #findAuthor: StatementSync
  readonly #addRow: StatementSync
  readonly #moveHead: StatementSync
  readonly #moveCursor: StatementSync
  readonly #dateCursor: StatementSync
  readonly #claim: StatementSync
  #metDamage = false

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#begin = database.prepare('begin immediate')
    this.#commit = database.prepare('commit')
    this.#findDocument = database.prepare('select epoch, head, updated_at from document where id = ?')
    this.#findCursor = database.prepare(
      'select client_seq, last_day from session_cursor where document_id = ? and session_id = ?',
    )
    this.#findAuthor = database.prepare('select user_id from author where document_id = ? and yjs_client_id = ?')
    this.#addRow = database.prepare(
      'insert into log_row (document_id, seq, at, user_id, session_id, client_seq, bytes) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#moveHead = database.prepare('update document set head = ?, updated_at = ? where id = ?')
    // Leaves `last_day` out: SQLite rewrites the index of every column a statement names, changed or not.
    this.#moveCursor = database.prepare(
      'update session_cursor set client_seq = ? where document_id = ? and session_id = ?',
    )
    this.#dateCursor = database.prepare(
      `insert into session_cursor (document_id, session_id, client_seq, last_day) values (?, ?, ?, ?)
       on conflict (document_id, session_id) do update set client_seq = excluded.client_seq, last_day = excluded.last_day`,
    )
    this.#claim = database.prepare('insert into author (document_id, yjs_client_id, user_id) values (?, ?, ?)')
  }

  /** Whether the last run came upon damage in the file: the connection's own idea of it is then in doubt. */
  get metDamage(): boolean {
    return this.#metDamage
  }

  /** Throws what SQLite throws, with nothing done. */
  run(batch: readonly AppendRequest[], now: number): readonly AppendOutcome[] {
    this.#metDamage = false
    try {
      return this.#inTransaction(() => this.#append(batch, now))
    } catch (error) {
      if (!tellsOfDamage(error)) throw error
      return this.#inTransaction(() => this.#apart(batch, now))
    }
  }

  #inTransaction(act: () => readonly AppendOutcome[]): readonly AppendOutcome[] {
    this.#begin.run()
    try {
      const outcomes = act()
      this.#commit.run()
      return outcomes
    } catch (error) {
      // SQLite rolls back by itself when the disk is full or failing.
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  #append(batch: readonly AppendRequest[], now: number): readonly AppendOutcome[] {
    const day = Math.floor(now / MS_PER_DAY)
    const known = new Map<DocumentId, FoundDocument>()
    for (const [id, keys] of keysOf(batch)) {
      const found = this.#find(id, keys, day)
      if (found) known.set(id, found)
    }
    const plan = planAppend(batch, known)
    this.#write(plan, known, now, day)
    return plan.outcomes
  }

  /** The same batch a document at a time, still one transaction: what is damaged is left out, the others go on. */
  #apart(batch: readonly AppendRequest[], now: number): readonly AppendOutcome[] {
    const outcomes: AppendOutcome[] = []
    for (const { places, requests } of byDocument(batch).values()) {
      const answers = this.#appendOrSpare(requests, now)
      for (const [index, place] of places.entries()) {
        const answer = answers[index]
        if (answer) outcomes[place] = answer
      }
    }
    return outcomes
  }

  #appendOrSpare(requests: readonly AppendRequest[], now: number): readonly AppendOutcome[] {
    this.#database.exec('savepoint one_document')
    try {
      const outcomes = this.#append(requests, now)
      this.#database.exec('release one_document')
      return outcomes
    } catch (error) {
      if (!this.#database.isTransaction || !tellsOfDamage(error)) throw error
      this.#database.exec('rollback to one_document; release one_document')
      this.#metDamage ||= sqliteCodeOf(error) === DAMAGED_FILE
      const detail = error instanceof Error ? error.message : String(error)
      return requests.map(() => ({ kind: 'damaged', detail }))
    }
  }

  #find(id: DocumentId, keys: AppendKeys, day: number): FoundDocument | undefined {
    const row = this.#findDocument.get(id)
    if (!row) return undefined
    const cursors = new Map<CursorKey, ClientSeq>()
    const seenToday = new Set<CursorKey>()
    for (const session of keys.sessions) {
      const cursor = this.#findCursor.get(id, session)
      if (!cursor) continue
      cursors.set(session, toClientSeq(wholeNumber(cursor, 'client_seq')))
      if (wholeNumber(cursor, 'last_day') === day) seenToday.add(session)
    }
    const authors = new Map<number, UserId>()
    for (const yjsClientId of keys.yjsClientIds) {
      const author = this.#findAuthor.get(id, yjsClientId)
      if (author) authors.set(yjsClientId, userIdOf(author))
    }
    return {
      epoch: toEpoch(wholeNumber(row, 'epoch')),
      head: toSeq(wholeNumber(row, 'head')),
      updatedAt: wholeNumber(row, 'updated_at'),
      cursors,
      authors,
      seenToday,
    }
  }

  #write(plan: AppendPlan, known: ReadonlyMap<DocumentId, FoundDocument>, now: number, day: number): void {
    // A clock set back must not make a document's history run backwards.
    const timeOf = (id: DocumentId): number => Math.max(now, known.get(id)?.updatedAt ?? 0)
    for (const { request, seq } of plan.rows) {
      const { documentId, userId, sessionId, clientSeq, bytes } = request
      this.#addRow.run(documentId, seq, timeOf(documentId), userId, sessionId, clientSeq, bytes)
    }
    for (const [id, { head, cursors, claims }] of plan.documents) {
      this.#moveHead.run(head, timeOf(id), id)
      for (const [session, clientSeq] of cursors) {
        if (known.get(id)?.seenToday.has(session)) this.#moveCursor.run(clientSeq, id, session)
        else this.#dateCursor.run(id, session, clientSeq, day)
      }
      for (const [yjsClientId, userId] of claims) this.#claim.run(id, yjsClientId, userId)
    }
  }
}

function wholeNumber(row: Record<string, unknown>, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`the column ${column} holds no number`)
  return value
}

/** `#claim` wrote it from a UserId. */
const userIdOf = ({ user_id: id }: Record<string, unknown>): UserId => id as UserId
