/** `/api/documents`. */
import { createDocumentSchema, type Document, type DocumentPage } from '@dure/api'
import { seedDocument } from '@dure/document'
import { type DocumentId, newDocumentId, parseDocumentId } from '@dure/protocol'
import type { DocumentCatalog, DocumentCursor, DocumentRow } from '@dure/store'
import { Hono } from 'hono'
import { z } from 'zod'
import { GUEST_USER_ID } from '../auth/identity.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'

/** Documents in one page unless asked for fewer, and at most. */
const DEFAULT_PAGE = 50
const MAX_PAGE = 200

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  cursor: z.string().max(200).optional(),
})

export function documentRoutes(documents: DocumentCatalog): Hono {
  // The same bytes for every document: no client ever brings the first content, so no two can bring it twice.
  const seed = seedDocument()
  const routes = new Hono()
  routes.get('/', async (context) => {
    const query = pageSchema.safeParse(context.req.query())
    if (!query.success) throw new ApiFault(400, 'bad-query', z.prettifyError(query.error))
    const { limit, cursor } = query.data
    const after = cursor === undefined ? undefined : parseCursor(cursor)
    // One more than asked for tells whether there is a next page.
    const rows = await documents.list({ limit: limit + 1, ...(after ? { after } : {}) })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const page: DocumentPage = {
      documents: shown.map(toDocument),
      ...(rows.length > limit && last ? { nextCursor: formatCursor(last) } : {}),
    }
    return context.json(page)
  })
  routes.post('/', async (context) => {
    const body: unknown = await context.req.json().catch(() => {
      throw new ApiFault(400, 'bad-body', 'The body must be JSON: {}.')
    })
    const wanted = createDocumentSchema.safeParse(body)
    if (!wanted.success) throw new ApiFault(400, 'bad-body', z.prettifyError(wanted.error))
    const row = await documents.create({ id: newDocumentId(), createdBy: GUEST_USER_ID, seed })
    return context.json(toDocument(row), 201, { location: `/api/documents/${row.id}` })
  })
  routes.get('/:id', async (context) => {
    const row = await find(documents, context.req.param('id'))
    return context.json(toDocument(row))
  })
  routes.all('/', methodNotAllowed('GET, POST'))
  routes.all('/:id', methodNotAllowed('GET'))
  return routes
}

async function find(documents: DocumentCatalog, raw: string): Promise<DocumentRow> {
  const id: DocumentId | undefined = parseDocumentId(raw)
  const row = id && (await documents.get(id))
  if (!row) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
  return row
}

const toDocument = (row: DocumentRow): Document => ({
  id: row.id,
  title: row.title,
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
