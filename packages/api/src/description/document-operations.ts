/** Documents. What is in them is read and written at `/sync/<id>`. */
import { createDocumentSchema, documentPageSchema, documentSchema, listDocumentsSchema } from '../documents.ts'
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'
import { documentPart } from './path-parts.ts'

export const documentOperations = {
  listDocuments: operation({
    method: 'GET',
    path: API_ROUTES.documents,
    does: 'Lists the documents that are yours, shared with you or open to your workspace, newest change first',
    who: 'person',
    query: listDocumentsSchema,
    answer: documentPageSchema,
  }),
  createDocument: operation({
    method: 'POST',
    path: API_ROUTES.documents,
    does: 'Makes a document',
    details: 'It has one empty paragraph. `Location` says where it is.',
    who: 'person',
    needs: { workspace: 'create-documents' },
    body: createDocumentSchema,
    status: 201,
    answer: documentSchema,
  }),
  getDocument: operation({
    method: 'GET',
    path: API_ROUTES.document,
    does: 'Says what a document is called, when it was changed, and what you may do with it',
    who: 'visitor',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: documentSchema,
  }),
} as const
