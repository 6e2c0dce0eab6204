/** Reads the facts of one person's rights on documents: one query, whatever pages they are under. */
import type { DocumentId, Role, UserId, WorkspaceRole } from '@dure/protocol'
import { chainsUpFrom, type StoreTables } from '@dure/store'
import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { RightsFacts, RightsLevel } from './rights.ts'

export interface LoadedRights {
  readonly facts: RightsFacts
  /** The document first, then the pages above it: a change of any of them may change the rights. */
  readonly chain: readonly DocumentId[]
}

/** An id that is nobody's. */
const NO_PERSON = ''

/** @returns undefined when there is no such document. */
export async function loadRights(
  db: Kysely<StoreTables>,
  documentId: DocumentId,
  person: UserId | undefined,
): Promise<LoadedRights | undefined> {
  const query = rightsOnOne(db)
  const meant = new Map<unknown, string>([
    [ANY_DOCUMENT, documentId],
    [ANY_PERSON, person ?? NO_PERSON],
  ])
  const parameters = query.parameters.map((each) => meant.get(each) ?? each)
  const { rows } = await db.executeQuery<ChainRow>({ ...query, parameters })
  const [first] = rows
  return first && fromChain([first, ...rows], person)
}

const ANY_DOCUMENT = '«document»' as DocumentId
const ANY_PERSON = '«person»' as UserId

/**
 * Whoever connects, and every request about a document, asks for one. Building that statement takes the main thread three
 * times as long as asking it (60 µs of 80), so it is built once.
 */
const builtOnce = new WeakMap<Kysely<StoreTables>, CompiledQuery<ChainRow>>()

function rightsOnOne(db: Kysely<StoreTables>): CompiledQuery<ChainRow> {
  const known = builtOnce.get(db) ?? rightsQuery(db, [ANY_DOCUMENT], ANY_PERSON).compile()
  builtOnce.set(db, known)
  return known
}

/** Of those that exist. At most as many as one statement may name: a page of a list. */
export async function loadRightsOnAll(
  db: Kysely<StoreTables>,
  documentIds: readonly DocumentId[],
  person: UserId | undefined,
): Promise<ReadonlyMap<DocumentId, LoadedRights>> {
  if (documentIds.length === 0) return new Map()
  const rows = await rightsQuery(db, documentIds, person ?? NO_PERSON).execute()
  const chains = Map.groupBy(rows, ({ root }) => root)
  return new Map(
    [...chains].flatMap(([root, chain]) => (chain[0] ? [[root, fromChain([chain[0], ...chain], person)]] : [])),
  )
}

/** Of each document the levels of its chain, nearest first. */
const rightsQuery = (db: Kysely<StoreTables>, documentIds: readonly DocumentId[], personId: string) =>
  chainsUpFrom(db, documentIds)
    .leftJoin('document_grant', (join) =>
      join
        .onRef('document_grant.document_id', '=', 'document.id')
        .on(sql<boolean>`document_grant.person_id = ${personId}`),
    )
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.workspace_id', '=', 'document.workspace_id')
        .on(sql<boolean>`membership.person_id = ${personId}`),
    )
    .select([
      'chain.root as root',
      'document.id as id',
      'document.owner_id as ownerId',
      'document.deleted_at as deletedAt',
      'document.reach as reach',
      'document.reach_role as reachRole',
      'document_grant.role as granted',
      'membership.role as workspaceRole',
    ])

const known = (role: Role | null): Role | undefined => role ?? undefined

interface ChainRow {
  readonly id: DocumentId
  readonly ownerId: UserId | null
  readonly deletedAt: number | null
  readonly reach: RightsLevel['reach']
  readonly reachRole: Role
  readonly granted: Role | null
  readonly workspaceRole: WorkspaceRole | null
}

function fromChain([first, ...chain]: readonly [ChainRow, ...ChainRow[]], person: UserId | undefined): LoadedRights {
  return {
    facts: {
      ownerId: first.ownerId ?? undefined,
      // A page in the bin takes what is under it along.
      deleted: chain.some((row) => row.deletedAt !== null),
      levels: chain.map(({ reach, reachRole, granted, ownerId }) => ({
        reach,
        reachRole,
        granted: known(granted),
        owned: person !== undefined && ownerId === person,
      })),
      workspaceRole: first.workspaceRole ?? undefined,
    },
    chain: chain.map((row) => row.id),
  }
}
