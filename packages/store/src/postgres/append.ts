/**
 * The hot path: one batch of appends, one transaction, two round trips.
 *
 *   → begin; lock the documents in the order of their ids; read the sessions' cursors and the authors
 *   ← the plan is made
 *   → rows, heads, cursors, claims; commit
 *   ← done
 *
 * Locks in sorted order cannot deadlock. Each statement sees what was committed before it began (read committed), so
 * cursors and authors, read behind the locks, are those of the writer before us.
 */
import type { ClientSeq, DocumentId, Epoch, Seq, SessionId, UserId } from '@dure/protocol'
import type pg from 'pg'
import { type AppendKeys, type AppendPlan, type KnownDocument, keysOf, planAppend } from '../append-plan.ts'
import { type AppendOutcome, type AppendRequest, StoreUnavailable } from '../store.ts'
import type { PostgresConnections } from './postgres-connections.ts'
import { failureOf } from './postgres-failure.ts'

const MS_PER_DAY = 86_400_000

/** @throws StoreUnavailable when nothing was committed, or when nobody can tell. */
export async function appendToPostgres(
  connections: PostgresConnections,
  batch: readonly AppendRequest[],
): Promise<readonly AppendOutcome[]> {
  if (batch.length === 0) return []
  const client = await connections.acquire()
  // A connection that failed in the middle is not worth a rollback: closing it is one.
  let broken = true
  try {
    const outcomes = await appendOver(client, batch)
    broken = false
    return outcomes
  } catch (error) {
    throw failureOf(error)
  } finally {
    connections.release(client, broken)
  }
}

interface FoundDocument extends KnownDocument {
  readonly updatedAt: number
  readonly cursors: Map<SessionId, ClientSeq>
  readonly authors: Map<number, UserId>
}

interface Found {
  readonly documents: ReadonlyMap<DocumentId, FoundDocument>
  /** Unix time in ms by the database's clock, which all replicas share. */
  readonly now: number
}

async function appendOver(client: pg.PoolClient, batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
  const { documents, now } = await lockAndRead(client, keysOf(batch))
  const plan = planAppend(batch, documents)
  const commit = await write(client, plan, documents, now)
  // COMMIT of a transaction that failed answers ROLLBACK, without an error.
  if (commit.command !== 'COMMIT') throw new StoreUnavailable('Postgres: the transaction was rolled back')
  return plan.outcomes
}

async function lockAndRead(client: pg.PoolClient, keys: ReadonlyMap<DocumentId, AppendKeys>): Promise<Found> {
  const ids = [...keys.keys()]
  const sessions = [...keys].flatMap(([id, { sessions }]) => [...sessions].map((session) => ({ id, session })))
  const authors = [...keys].flatMap(([id, { yjsClientIds }]) => [...yjsClientIds].map((client) => ({ id, client })))
  const [, locked, cursors, owners, clock] = await Promise.all([
    client.query('begin isolation level read committed; set local synchronous_commit = on'),
    client.query<{ id: DocumentId; epoch: Epoch; head: Seq; updated_at: number }>(
      'select id, epoch, head, updated_at from document where id = any ($1::text[]) order by id for no key update',
      [idArray(ids)],
    ),
    client.query<{ document_id: DocumentId; session_id: SessionId; client_seq: ClientSeq }>(
      `select document_id, session_id, client_seq from session_cursor
       join unnest($1::text[], $2::text[]) as wanted (d, s) on document_id = d and session_id = s`,
      [idArray(sessions.map(({ id }) => id)), idArray(sessions.map(({ session }) => session))],
    ),
    client.query<{ document_id: DocumentId; yjs_client_id: number; user_id: UserId }>(
      `select document_id, yjs_client_id, user_id from author
       join unnest($1::text[], $2::bigint[]) as wanted (d, c) on document_id = d and yjs_client_id = c`,
      [idArray(authors.map(({ id }) => id)), numberArray(authors.map((author) => author.client))],
    ),
    client.query<{ now: number }>('select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now'),
  ])
  const documents = new Map<DocumentId, FoundDocument>()
  for (const { id, epoch, head, updated_at } of locked.rows) {
    documents.set(id, { epoch, head, updatedAt: updated_at, cursors: new Map(), authors: new Map() })
  }
  for (const { document_id, session_id, client_seq } of cursors.rows) {
    documents.get(document_id)?.cursors.set(session_id, client_seq)
  }
  for (const { document_id, yjs_client_id, user_id } of owners.rows) {
    documents.get(document_id)?.authors.set(yjs_client_id, user_id)
  }
  return { documents, now: clock.rows[0]?.now ?? Date.now() }
}

/** Answers the result of COMMIT. */
async function write(
  client: pg.PoolClient,
  plan: AppendPlan,
  known: ReadonlyMap<DocumentId, FoundDocument>,
  now: number,
): Promise<pg.QueryResult> {
  // A clock set back must not make a document's history run backwards.
  const timeOf = (id: DocumentId): number => Math.max(now, known.get(id)?.updatedAt ?? 0)
  const statements: Promise<pg.QueryResult>[] = []
  if (plan.rows.length > 0) {
    statements.push(addRows(client, plan, timeOf), moveHeads(client, plan, timeOf), moveCursors(client, plan, now))
    if ([...plan.documents.values()].some(({ claims }) => claims.size > 0)) statements.push(claim(client, plan))
  }
  const commit = client.query('commit')
  await Promise.all([...statements, commit])
  return commit
}

function addRows(
  client: pg.PoolClient,
  { rows }: AppendPlan,
  timeOf: (id: DocumentId) => number,
): Promise<pg.QueryResult> {
  // The updates travel as one run of raw bytes and are cut on the server: in a bytea[] they would travel as hex.
  let end = 0
  const starts = rows.map(({ request }) => {
    const start = end + 1
    end += request.bytes.length
    return start
  })
  const bytes = Buffer.concat(
    rows.map(({ request }) => request.bytes),
    end,
  )
  return client.query(
    `insert into log_row (document_id, seq, at, user_id, session_id, client_seq, bytes)
     select d, q, t, u, s, c, substring($9::bytea from f for l)
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[])
       as r (d, q, t, u, s, c, f, l)`,
    [
      idArray(rows.map(({ request }) => request.documentId)),
      numberArray(rows.map(({ seq }) => seq)),
      numberArray(rows.map(({ request }) => timeOf(request.documentId))),
      idArray(rows.map(({ request }) => request.userId)),
      idArray(rows.map(({ request }) => request.sessionId)),
      numberArray(rows.map(({ request }) => request.clientSeq)),
      numberArray(starts),
      numberArray(rows.map(({ request }) => request.bytes.length)),
      bytes,
    ],
  )
}

const moveHeads = (
  client: pg.PoolClient,
  { documents }: AppendPlan,
  timeOf: (id: DocumentId) => number,
): Promise<pg.QueryResult> =>
  client.query(
    `update document set head = h, updated_at = t
     from unnest($1::text[], $2::bigint[], $3::bigint[]) as moved (d, h, t) where id = d`,
    [
      idArray([...documents.keys()]),
      numberArray([...documents.values()].map(({ head }) => head)),
      numberArray([...documents.keys()].map(timeOf)),
    ],
  )

function moveCursors(client: pg.PoolClient, { documents }: AppendPlan, now: number): Promise<pg.QueryResult> {
  const moved = [...documents].flatMap(([id, { cursors }]) =>
    [...cursors].map(([session, clientSeq]) => ({ id, session, clientSeq })),
  )
  return client.query(
    `insert into session_cursor (document_id, session_id, client_seq, last_day)
     select d, s, c, $4::bigint from unnest($1::text[], $2::text[], $3::bigint[]) as moved (d, s, c)
     on conflict (document_id, session_id) do update set client_seq = excluded.client_seq, last_day = excluded.last_day`,
    [
      idArray(moved.map(({ id }) => id)),
      idArray(moved.map(({ session }) => session)),
      numberArray(moved.map(({ clientSeq }) => clientSeq)),
      Math.floor(now / MS_PER_DAY),
    ],
  )
}

function claim(client: pg.PoolClient, { documents }: AppendPlan): Promise<pg.QueryResult> {
  const claimed = [...documents].flatMap(([id, { claims }]) =>
    [...claims].map(([yjsClientId, user]) => ({ id, yjsClientId, user })),
  )
  return client.query(
    `insert into author (document_id, yjs_client_id, user_id)
     select d, c, u from unnest($1::text[], $2::bigint[], $3::text[]) as claimed (d, c, u)`,
    [
      idArray(claimed.map(({ id }) => id)),
      numberArray(claimed.map(({ yjsClientId }) => yjsClientId)),
      idArray(claimed.map(({ user }) => user)),
    ],
  )
}

/** Array literals, ten times cheaper than the driver's. Ids are made of `[0-9A-Za-z_-]`: quotes are all they need. */
const idArray = (ids: readonly string[]): string => (ids.length === 0 ? '{}' : `{"${ids.join('","')}"}`)
const numberArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`
