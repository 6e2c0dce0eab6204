/** `/api/documents`. */
import { API_ROUTES, type Document, type DocumentPage } from '@dure/api'
import { documentOperations } from '@dure/api/description'
import { seedDocument } from '@dure/document'
import { newDocumentId, parseDocumentId, type Reach, type Role } from '@dure/protocol'
import type { DocumentCursor, DocumentRow, ListedDocument } from '@dure/store'
import { roleOn } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Serve } from './serve.ts'

export function serveDocuments(serve: Serve, { documents, sharing }: ApiDeps): void {
  // The same bytes for every document: no client ever brings the first content, so no two can bring it twice.
  const seed = seedDocument()

  serve(documentOperations.listDocuments, async ({ caller: { userId }, query: { limit, cursor } }) => {
    const after = cursor === undefined ? undefined : parseCursor(cursor)
    // One more than asked for tells whether there is a next page.
    const rows = await documents.list(userId, { limit: limit + 1, ...(after ? { after } : {}) })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const page: DocumentPage = {
      documents: shown.flatMap((row) => {
        const role = listedRole(row, userId)
        return role ? [toDocument(row, role, row.reach)] : []
      }),
      ...(rows.length > limit && last ? { nextCursor: formatCursor(last) } : {}),
    }
    return page
  })

  serve(documentOperations.createDocument, async ({ context, caller: { userId }, workspaceId, body }) => {
    const { generalAccess = { reach: 'restricted', role: 'viewer' } } = body
    const { reach } = generalAccess
    const row = await documents.create({
      id: newDocumentId(),
      createdBy: userId,
      ownerId: userId,
      workspaceId,
      seed,
      reach,
      reachRole: generalAccess.role,
    })
    context.header('location', API_ROUTES.document(row.id))
    return toDocument(row, 'owner', reach)
  })

  serve(documentOperations.getDocument, async ({ document: { id, role } }) => {
    const row = await documents.get(id)
    if (!row) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    const { generalAccess } = await sharing.accessOf(id)
    return toDocument(row, role, generalAccess.reach)
  })
}

/** By the same rules as the door: what is listed opens, and as what it says. */
function listedRole(row: ListedDocument, person: Parameters<typeof roleOn>[1]): Role | undefined {
  const level = { reach: row.reach, reachRole: row.reachRole, granted: row.granted ?? undefined }
  const facts = { deleted: false, levels: [level], workspaceRole: row.workspaceRole ?? undefined }
  return roleOn({ ...facts, ownerId: row.ownerId ?? undefined }, person)
}

const toDocument = (row: DocumentRow, role: Role, reach: Reach | 'inherit'): Document => ({
  id: row.id,
  title: row.title,
  role,
  reach: reach === 'inherit' ? 'restricted' : reach,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
})

const formatCursor = (row: DocumentRow): string => `${row.updatedAt}.${row.id}`

function parseCursor(raw: string): DocumentCursor {
  const [time = '', rawId = ''] = raw.split('.', 2)
  const id = parseDocumentId(rawId)
  const updatedAt = Number(time)
  if (!id || !Number.isSafeInteger(updatedAt))
    throw new ApiFault(400, 'bad-query', 'cursor: pass the nextCursor of the page before.')
  return { id, updatedAt }
}
