/** `/api/documents`: made, listed, read, moved, copied, binned. */
import { API_ROUTES, type Document } from '@dure/api'
import { documentOperations } from '@dure/api/description'
import { seedDocument } from '@dure/document'
import { type DocumentId, newDocumentId, type Reach, type Role, type UserId, type WorkspaceId } from '@dure/protocol'
import { type DocumentRow, MAX_PAGE_DEPTH, PageRefused } from '@dure/store'
import type { Person } from '../auth/caller.ts'
import { copyDocument } from '../pages/copy-document.ts'
import { pagesOf } from '../pages/page-rows.ts'
import { loadRights } from '../rights/load-rights.ts'
import { generalAccessOf, may, mayBin, mayInWorkspace, mayMove, roleOn } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import { documentNamed } from './document-rights.ts'
import { formatCursor, parseTimeCursor } from './list-cursor.ts'
import type { ApiContext } from './request.ts'
import type { Serve } from './serve.ts'

export function serveDocuments(serve: Serve, deps: ApiDeps): void {
  const { documents, accounts, database, pages, copies } = deps
  // The same bytes for every document: no client ever brings the first content, so no two can bring it twice.
  const seed = seedDocument()

  serve(documentOperations.listDocuments, async ({ caller: { userId }, query: { limit, cursor, titled } }) => {
    const after = cursor === undefined ? undefined : parseTimeCursor(cursor)
    // One more than asked for tells whether there is a next page.
    const rows = await documents.list(userId, {
      limit: limit + 1,
      ...(after ? { after: { updatedAt: after.at, id: after.id } } : {}),
      ...(titled === undefined ? {} : { titled }),
    })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    // By the same rules as the door: what is listed opens, and as what it says.
    const listed = await pagesOf(
      database,
      shown.map(({ id }) => id),
      userId,
    )
    return {
      documents: listed.map(({ hasPages: _, ...document }) => document),
      ...(rows.length > limit && last ? { nextCursor: formatCursor(last.updatedAt, last.id) } : {}),
    }
  })

  serve(documentOperations.createDocument, async ({ context, caller, body: { generalAccess, parentId } }) => {
    const { inherited, ...place } = await placeOfNew(context, caller, parentId)
    const reach = generalAccess?.reach ?? (place.parentId === null ? 'restricted' : 'inherit')
    const row = await made(() =>
      documents.create({
        id: newDocumentId(),
        createdBy: caller.userId,
        ownerId: caller.userId,
        ...place,
        seed,
        reach,
        reachRole: generalAccess?.role ?? 'viewer',
      }),
    )
    context.header('location', API_ROUTES.document(row.id))
    // Nothing is read any more: whoever is told that it failed would make another one.
    return toDocument(row, 'owner', generalAccess?.reach ?? inherited)
  })

  serve(documentOperations.getDocument, async ({ caller, document: { id, role } }) => {
    const person = caller.kind === 'person' ? caller.userId : undefined
    const [row, rights] = await Promise.all([documents.get(id), loadRights(database, id, person)])
    if (!row || !rights) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    const [path, favourite] = await Promise.all([
      pages.pathOf(rights.chain, person),
      person === undefined ? false : pages.isFavourite(id, person),
    ])
    return {
      ...toDocument(row, role, generalAccessOf(rights.facts).reach),
      path,
      favourite,
      mayBin: person !== undefined && mayBin(rights.facts, person),
    }
  })

  serve(documentOperations.binDocument, async ({ caller: { userId }, address, document: { id } }) => {
    if (!(await pages.bin(id, { userId, address }))) {
      throw new ApiFault(403, 'forbidden', 'Only its owner, or whoever owns a page above it, moves it to the bin.')
    }
    return undefined
  })

  serve(documentOperations.movePage, async ({ caller: { userId }, address, document: { id, role }, body: to }) => {
    const present = await pages.parentOf(id)
    const rights = {
      page: role,
      from: present === null ? null : await roleOnPage(present, userId),
      to: to.parentId === null ? null : await roleOnPage(to.parentId, userId),
      stays: present === to.parentId,
    }
    if (!mayMove(rights)) {
      throw new ApiFault(403, 'forbidden', 'To move a page takes editing it, what it is under, and what it goes under.')
    }
    const outcome = await pages.move(id, to, { userId, address })
    switch (outcome) {
      case 'moved':
        return undefined
      case 'circle':
        throw new ApiFault(409, 'circle', 'A page cannot be under itself.')
      case 'too-deep':
        throw tooDeep()
      case 'unknown':
        throw new ApiFault(404, 'unknown-document', 'There is no such page to put it under.')
      default:
        return outcome satisfies never
    }
  })

  serve(documentOperations.copyDocument, async ({ context, caller, document: { id }, body: { title } }) => {
    const wait = copies.try(caller.userId)
    if (wait > 0) {
      const headers = { 'retry-after': String(Math.ceil(wait / 1000)) }
      throw new ApiFault(429, 'too-often', 'Too many copies at once. Wait a little.', headers)
    }
    // Beside the original where they may put something, else with their own.
    const parent = await pages.parentOf(id)
    const beside = parent !== null && may(await roleOnPage(parent, caller.userId), 'write') ? parent : undefined
    const { inherited, ...place } = await placeOfNew(context, caller, beside)
    const row = await made(() =>
      copyDocument(deps.store, deps.workers, deps.logger, {
        original: id,
        title: title === '' ? undefined : title,
        ...place,
        ownerId: caller.userId,
      }),
    )
    if (!row) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    context.header('location', API_ROUTES.document(row.id))
    return toDocument(row, 'owner', inherited)
  })

  const roleOnPage = async (id: DocumentId, person: UserId): Promise<Role | undefined> => {
    const rights = await loadRights(database, id, person)
    return rights && roleOn(rights.facts, person)
  }

  /** With whom it lets in when it says nothing itself. @throws ApiFault when the person may not make a document there. */
  const placeOfNew = async (
    context: ApiContext,
    { userId }: Person,
    parentId: DocumentId | undefined,
  ): Promise<{
    readonly parentId: DocumentId | null
    readonly workspaceId: WorkspaceId
    readonly inherited: Reach
  }> => {
    if (parentId !== undefined) {
      const parent = await documentNamed(context, deps, parentId, 'write')
      const [workspaceId, rights] = await Promise.all([
        deps.sharing.workspaceOf(parent.id),
        loadRights(database, parent.id, userId),
      ])
      const inherited = rights ? generalAccessOf(rights.facts).reach : 'restricted'
      if (workspaceId) return { parentId: parent.id, workspaceId, inherited }
    }
    const workspace = await accounts.workspaceOf(userId)
    if (!workspace || !mayInWorkspace(workspace.role, 'create-documents')) {
      throw new ApiFault(403, 'forbidden', 'Guests of a workspace make no documents in it.')
    }
    return { parentId: null, workspaceId: workspace.id as WorkspaceId, inherited: 'restricted' }
  }
}

async function made<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof PageRefused)) throw error
    throw error.kind === 'too-deep'
      ? tooDeep()
      : new ApiFault(404, 'unknown-document', 'There is no such page to put it under.')
  }
}

const tooDeep = (): ApiFault =>
  new ApiFault(409, 'too-deep', `A page lies at most ${MAX_PAGE_DEPTH} levels below the top.`)

const toDocument = (row: DocumentRow, role: Role, reach: Reach): Document => ({
  id: row.id,
  title: row.title,
  icon: row.icon,
  role,
  reach,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
})
