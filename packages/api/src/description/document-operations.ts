/** Documents. What is in them is read and written at `/sync/<id>`. */
import {
  copyDocumentSchema,
  createDocumentSchema,
  documentDetailSchema,
  documentPageSchema,
  documentSchema,
  listDocumentsSchema,
  movePageSchema,
} from '../documents.ts'
import { documentPreviewSchema } from '../preview.ts'
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
    details:
      'It has one empty paragraph. `Location` says where it is. Under a page it takes editing that page, at the top being more than a guest of the workspace.',
    who: 'person',
    body: createDocumentSchema,
    status: 201,
    answer: documentSchema,
    problems: ['forbidden', 'unknown-document', 'in-bin', 'too-deep'],
    once: true,
  }),
  getDocument: operation({
    method: 'GET',
    path: API_ROUTES.document,
    does: 'Says what a document is called, when it was changed, and what you may do with it',
    who: 'visitor',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: documentDetailSchema,
  }),
  previewDocument: operation({
    method: 'GET',
    path: API_ROUTES.preview,
    does: 'Draws the beginning of a document, as its page shows it before any script runs',
    details: 'In a document that many write in it may be some seconds old.',
    who: 'visitor',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: documentPreviewSchema,
    problems: ['busy'],
  }),
  binDocument: operation({
    method: 'DELETE',
    path: API_ROUTES.document,
    does: 'Moves a document to the bin, with the pages under it',
    details:
      'For its owner, and for owners of pages above it. Everyone who has it open is told at once. It is taken away for good after 30 days.',
    who: 'person',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: 'nothing',
  }),
  movePage: operation({
    method: 'PUT',
    path: API_ROUTES.place,
    does: 'Moves a page under another one, to the top, or among its siblings',
    details:
      'It takes editing the page, what it is under (or owning the page), and what it goes under; to the top, owning it. Who may open it follows from where it is.',
    who: 'person',
    needs: { document: 'write' },
    params: { id: documentPart },
    body: movePageSchema,
    answer: 'nothing',
    problems: ['circle', 'too-deep', 'unknown-document'],
  }),
  copyDocument: operation({
    method: 'POST',
    path: API_ROUTES.copies,
    does: 'Makes a copy of a document as it is now, without its history, its people and the pages under it',
    details: 'It is yours, beside the original where you may write there, else at the top and for you alone.',
    who: 'person',
    needs: { document: 'read' },
    params: { id: documentPart },
    body: copyDocumentSchema,
    status: 201,
    answer: documentSchema,
    once: true,
    problems: ['too-deep', 'too-often'],
  }),
} as const
