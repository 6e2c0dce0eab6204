/**
 * The hot path: one batch of appends, one transaction, two round trips.
 *
 *   → begin; lock the documents in the order of their ids; read the sessions' cursors and the authors
 *   ← the plan is made
 *   → rows, heads, claims, cursors; commit
 *   ← done
 *
 * Locks in sorted order cannot deadlock. Each statement sees what was committed before it began (read committed), so
 * cursors and authors, read behind the locks, are those of the writer before us.
 *
 * A document whose stored rows are damaged fails the whole transaction. The batch is then done again a document at a
 * time, each behind a savepoint, and what is damaged is left out.
 */
import type { ClientSeq, DocumentId, Epoch, Seq, UserId } from '@dure/protocol'
import type pg from 'pg'
import { type AppendKeys, type AppendPlan, byDocument, type KnownDocument, keysOf, planAppend } from '../append-plan.ts'
import type { CursorKey } from '../cursor-key.ts'
import { type AppendOutcome, type AppendRequest, StoreUnavailable } from '../store.ts'
import type { PostgresConnections } from './postgres-connections.ts'
import { failureOf, tellsOfDamage } from './postgres-failure.ts'

const MS_PER_DAY = 86_400_000

// Named statements are parsed and planned once a connection: that halves the time of a batch. Poolers must therefore
// keep a connection for a session, which the settings in `postgres-connections.ts` need too.
const LOCK = {
  name: 'dure-append-lock',
  text: `
  select id, epoch, head, updated_at, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now
  from document where id = any ($1::text[]) order by id for no key update`,
}
const FIND_CURSORS = {
  name: 'dure-append-cursors',
  text: `
  select document_id, session_id, client_seq from session_cursor
  join unnest($1::text[], $2::text[]) as wanted (d, s) on document_id = d and session_id = s`,
}
const FIND_AUTHORS = {
  name: 'dure-append-authors',
  text: `
  select document_id, yjs_client_id, user_id from author
  join unnest($1::text[], $2::bigint[]) as wanted (d, c) on document_id = d and yjs_client_id = c`,
}
// The updates travel as one run of raw bytes ($9) and are cut on the server: in a bytea[] they would travel as hex.
const WRITE = {
  name: 'dure-append-write',
  text: `
  with written as (
    insert into log_row (document_id, seq, at, user_id, session_id, client_seq, bytes)
    select d, q, t, u, s, c, substring($9::bytea from f for l)
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[])
      as r (d, q, t, u, s, c, f, l)
  ), moved as (
    update document set head = h, updated_at = t
    from unnest($10::text[], $11::bigint[], $12::bigint[]) as r (d, h, t) where id = d
  ), claimed as (
    insert into author (document_id, yjs_client_id, user_id)
    select d, c, u from unnest($13::text[], $14::bigint[], $15::text[]) as r (d, c, u)
  )
  insert into session_cursor (document_id, session_id, client_seq, last_day)
  select d, s, c, y from unnest($16::text[], $17::text[], $18::bigint[], $19::bigint[]) as r (d, s, c, y)
  on conflict (document_id, session_id) do update set client_seq = excluded.client_seq, last_day = excluded.last_day`,
}

// An empty change, whose commit waits for the disk, and for the standby where there is one, like any other.
const TOUCH = { name: 'dure-append-touch', text: 'update document set head = head where id = any ($1::text[])' }

/** A warning that has no code of its own, as that of a commit whose wait was cancelled. */
const PLAIN_WARNING = '01000'

const BEGIN = 'begin isolation level read committed; set local synchronous_commit = on'

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
  /** When its new rows are written: Unix time in ms by the database's clock, which all replicas share. */
  readonly at: number
  readonly cursors: Map<CursorKey, ClientSeq>
  readonly authors: Map<number, UserId>
}

type FoundDocuments = ReadonlyMap<DocumentId, FoundDocument>

async function appendOver(client: pg.PoolClient, batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
  let warning: string | undefined
  const heed = ({ code, message }: { code?: string | undefined; message?: string | undefined }): void => {
    if (code === PLAIN_WARNING) warning = message ?? code
  }
  client.on('notice', heed)
  try {
    const outcomes = await appendAtOnceOrApart(client, batch)
    // A commit whose wait for the standby was cancelled answers COMMIT, and warns that the standby may not have it.
    if (warning !== undefined) throw new StoreUnavailable(`Postgres: ${warning}`)
    return outcomes
  } finally {
    client.off('notice', heed)
  }
}

async function appendAtOnceOrApart(
  client: pg.PoolClient,
  batch: readonly AppendRequest[],
): Promise<readonly AppendOutcome[]> {
  try {
    return await appendAtOnce(client, batch)
  } catch (error) {
    if (!tellsOfDamage(error)) throw error
    await client.query('rollback')
    return await appendApart(client, batch)
  }
}

async function appendAtOnce(client: pg.PoolClient, batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
  const [, found] = await Promise.all([client.query(BEGIN), lockAndRead(client, keysOf(batch))])
  const plan = planAppend(batch, found)
  const [, commit] = await Promise.all([write(client, plan, found), client.query('commit')])
  checkCommitted(commit)
  return plan.outcomes
}

async function appendApart(client: pg.PoolClient, batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
  await client.query(BEGIN)
  const outcomes: AppendOutcome[] = []
  const inOrder = [...byDocument(batch)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, { places, requests }] of inOrder) {
    const answers = await appendOrSpare(client, requests)
    for (const [index, place] of places.entries()) {
      const answer = answers[index]
      if (answer) outcomes[place] = answer
    }
  }
  checkCommitted(await client.query('commit'))
  return outcomes
}

async function appendOrSpare(
  client: pg.PoolClient,
  requests: readonly AppendRequest[],
): Promise<readonly AppendOutcome[]> {
  await client.query('savepoint one_document')
  try {
    const found = await lockAndRead(client, keysOf(requests))
    const plan = planAppend(requests, found)
    await write(client, plan, found)
    await client.query('release savepoint one_document')
    return plan.outcomes
  } catch (error) {
    if (!tellsOfDamage(error)) throw error
    await client.query('rollback to savepoint one_document')
    // The message names constraints and numbers; what would quote content is in other fields of the error.
    const detail = error instanceof Error ? error.message : String(error)
    return requests.map(() => ({ kind: 'damaged', detail }))
  }
}

/** COMMIT of a transaction that failed answers ROLLBACK, without an error. */
function checkCommitted({ command }: pg.QueryResult): void {
  if (command !== 'COMMIT') throw new StoreUnavailable('Postgres: the transaction was rolled back')
}

/** Within a transaction. */
async function lockAndRead(client: pg.PoolClient, keys: ReadonlyMap<DocumentId, AppendKeys>): Promise<FoundDocuments> {
  const ids = [...keys.keys()]
  const sessions = [...keys].flatMap(([id, { sessions }]) => [...sessions].map((session) => ({ id, session })))
  const authors = [...keys].flatMap(([id, { yjsClientIds }]) => [...yjsClientIds].map((client) => ({ id, client })))
  const [locked, cursors, owners] = await Promise.all([
    client.query<{ id: DocumentId; epoch: Epoch; head: Seq; updated_at: number; now: number }>({
      ...LOCK,
      values: [idArray(ids)],
    }),
    client.query<{ document_id: DocumentId; session_id: CursorKey; client_seq: ClientSeq }>({
      ...FIND_CURSORS,
      values: [idArray(sessions.map(({ id }) => id)), idArray(sessions.map(({ session }) => session))],
    }),
    client.query<{ document_id: DocumentId; yjs_client_id: number; user_id: UserId }>({
      ...FIND_AUTHORS,
      values: [idArray(authors.map(({ id }) => id)), numberArray(authors.map((author) => author.client))],
    }),
  ])
  const documents = new Map<DocumentId, FoundDocument>()
  for (const { id, epoch, head, updated_at, now } of locked.rows) {
    // A clock set back must not make a document's history run backwards.
    documents.set(id, { epoch, head, at: Math.max(now, updated_at), cursors: new Map(), authors: new Map() })
  }
  for (const { document_id, session_id, client_seq } of cursors.rows) {
    documents.get(document_id)?.cursors.set(session_id, client_seq)
  }
  for (const { document_id, yjs_client_id, user_id } of owners.rows) {
    documents.get(document_id)?.authors.set(yjs_client_id, user_id)
  }
  return documents
}

/** One statement for all four tables, none when there is nothing to write. */
async function write(client: pg.PoolClient, plan: AppendPlan, found: FoundDocuments): Promise<void> {
  if (plan.rows.length === 0) {
    // What is there may have come there by a commit that never ended its wait: to say that it is durable takes one that did.
    const repeated = plan.outcomes.some(({ kind }) => kind === 'duplicate')
    if (repeated) await client.query({ ...TOUCH, values: [idArray([...found.keys()])] })
    return
  }
  const timeOf = (id: DocumentId): number => found.get(id)?.at ?? Date.now()
  await client.query({ ...WRITE, values: [...rowParameters(plan, timeOf), ...documentParameters(plan, timeOf)] })
}

/** $1 to $9 of WRITE. */
function rowParameters({ rows }: AppendPlan, timeOf: (id: DocumentId) => number): readonly (string | Buffer)[] {
  let end = 0
  const starts = rows.map(({ request }) => {
    const start = end + 1
    end += request.bytes.length
    return start
  })
  return [
    idArray(rows.map(({ request }) => request.documentId)),
    numberArray(rows.map(({ seq }) => seq)),
    numberArray(rows.map(({ request }) => timeOf(request.documentId))),
    idArray(rows.map(({ request }) => request.userId)),
    idArray(rows.map(({ request }) => request.sessionId)),
    numberArray(rows.map(({ request }) => request.clientSeq)),
    numberArray(starts),
    numberArray(rows.map(({ request }) => request.bytes.length)),
    Buffer.concat(
      rows.map(({ request }) => request.bytes),
      end,
    ),
  ]
}

/** $10 to $19 of WRITE. */
function documentParameters({ documents }: AppendPlan, timeOf: (id: DocumentId) => number): readonly string[] {
  const all = [...documents]
  const claims = all.flatMap(([id, document]) => [...document.claims].map(([client, user]) => ({ id, client, user })))
  const cursors = all.flatMap(([id, document]) => [...document.cursors].map(([session, seq]) => ({ id, session, seq })))
  return [
    idArray(all.map(([id]) => id)),
    numberArray(all.map(([, { head }]) => head)),
    numberArray(all.map(([id]) => timeOf(id))),
    idArray(claims.map(({ id }) => id)),
    numberArray(claims.map(({ client }) => client)),
    idArray(claims.map(({ user }) => user)),
    idArray(cursors.map(({ id }) => id)),
    idArray(cursors.map(({ session }) => session)),
    numberArray(cursors.map(({ seq }) => seq)),
    numberArray(cursors.map(({ id }) => Math.floor(timeOf(id) / MS_PER_DAY))),
  ]
}

/** Array literals, ten times cheaper than the driver's. Ids are made of `[0-9A-Za-z_-]`: quotes are all they need. */
const idArray = (ids: readonly string[]): string => (ids.length === 0 ? '{}' : `{"${ids.join('","')}"}`)
const numberArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`
