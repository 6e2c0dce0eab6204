/** `/api/documents`. */
import { createDocumentSchema, type Document, type DocumentPage } from '@dure/api'
import { seedDocument } from '@dure/document'
import { newDocumentId, parseDocumentId, type Reach, type Role, type WorkspaceId } from '@dure/protocol'
import type { DocumentCursor, DocumentRow, ListedDocument } from '@dure/store'
import { Hono } from 'hono'
import { z } from 'zod'
import { mayInWorkspace, roleOn } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'
import { documentFor } from './document-rights.ts'
import { type ApiEnvironment, bodyOf, personIn } from './request.ts'

/** Documents in one page unless asked for fewer, and at most. */
const DEFAULT_PAGE = 50
const MAX_PAGE = 200

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  cursor: z.string().max(200).optional(),
})

export function documentRoutes(deps: ApiDeps): Hono<ApiEnvironment> {
  const { documents, accounts, sharing } = deps
  // The same bytes for every document: no client ever brings the first content, so no two can bring it twice.
  const seed = seedDocument()
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', async (context) => {
    const { userId } = personIn(context)
    const query = pageSchema.safeParse(context.req.query())
    if (!query.success) throw new ApiFault(400, 'bad-query', z.prettifyError(query.error))
    const { limit, cursor } = query.data
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
    return context.json(page)
  })
  routes.post('/', async (context) => {
    const { userId } = personIn(context)
    const { generalAccess = { reach: 'restricted', role: 'viewer' } } = await bodyOf(context, createDocumentSchema)
    const workspace = await accounts.workspaceOf(userId)
    if (!workspace || !mayInWorkspace(workspace.role, 'create-documents')) {
      throw new ApiFault(403, 'forbidden', 'Guests of a workspace make no documents in it.')
    }
    const { reach } = generalAccess
    const row = await documents.create({
      id: newDocumentId(),
      createdBy: userId,
      ownerId: userId,
      workspaceId: workspace.id as WorkspaceId,
      seed,
      reach,
      reachRole: generalAccess.role,
    })
    return context.json(toDocument(row, 'owner', reach), 201, { location: `/api/documents/${row.id}` })
  })
  routes.all('/', methodNotAllowed('GET, POST'))

  routes.get('/:id', async (context) => {
    const { id, role } = await documentFor(context, deps, 'read')
    const row = await documents.get(id)
    if (!row) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    const { generalAccess } = await sharing.accessOf(id)
    return context.json(toDocument(row, role, generalAccess.reach))
  })
  routes.all('/:id', methodNotAllowed('GET'))
  return routes
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
