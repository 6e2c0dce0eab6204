/** Pages as somebody finds them: the tree, what they keep at hand, and the bin. */
import { binnedDocumentSchema, binSchema, pageListSchema } from '../documents.ts'
import { pageQuerySchema } from '../paging.ts'
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'
import { binnedPart, documentPart } from './path-parts.ts'

export const pageOperations = {
  listPages: operation({
    method: 'GET',
    path: API_ROUTES.pages,
    does: 'Lists the pages at the top that are yours or for everybody in your workspace, in their order',
    who: 'person',
    query: pageQuerySchema,
    answer: pageListSchema,
  }),
  listPagesUnder: operation({
    method: 'GET',
    path: API_ROUTES.under,
    does: 'Lists the pages under a page that you may open, in their order',
    who: 'visitor',
    needs: { document: 'read' },
    params: { id: documentPart },
    query: pageQuerySchema,
    answer: pageListSchema,
  }),
  listFavourites: operation({
    method: 'GET',
    path: API_ROUTES.favourites,
    does: 'Lists your favourites, in the order in which they became that',
    who: 'person',
    answer: pageListSchema,
  }),
  addFavourite: operation({
    method: 'PUT',
    path: API_ROUTES.favourite,
    does: 'Makes a document one of your favourites',
    who: 'person',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: 'nothing',
    problems: ['too-many'],
  }),
  removeFavourite: operation({
    method: 'DELETE',
    path: API_ROUTES.favourite,
    does: 'Takes a document off your favourites',
    who: 'person',
    needs: { document: 'read' },
    params: { id: documentPart },
    answer: 'nothing',
  }),
  listRecent: operation({
    method: 'GET',
    path: API_ROUTES.recent,
    does: 'Lists the documents that you opened last, the latest first',
    who: 'person',
    answer: pageListSchema,
  }),
  listShared: operation({
    method: 'GET',
    path: API_ROUTES.shared,
    does: 'Lists the documents that others shared with you by name, the latest first',
    who: 'person',
    query: pageQuerySchema,
    answer: pageListSchema,
  }),
  listBin: operation({
    method: 'GET',
    path: API_ROUTES.bin,
    does: 'Lists what you can bring back from the bin, what came there last first',
    who: 'person',
    query: pageQuerySchema,
    answer: binSchema,
  }),
  getBinned: operation({
    method: 'GET',
    path: API_ROUTES.binned,
    does: 'Says of a document that is in the bin, or under a page that is, who moved it there and what you may do',
    who: 'person',
    params: { id: binnedPart },
    answer: binnedDocumentSchema,
  }),
  restoreDocument: operation({
    method: 'POST',
    path: API_ROUTES.restored,
    does: 'Brings a document back from the bin, to its place, or to the top when that is in the bin',
    details: 'For its owner, and for whoever moved it there.',
    who: 'person',
    params: { id: binnedPart },
    answer: 'nothing',
    problems: ['forbidden'],
  }),
  removeDocument: operation({
    method: 'DELETE',
    path: API_ROUTES.binned,
    does: 'Takes a document that is in the bin away for good, with what is under it of the same owner',
    details: 'For its owner. What is under it and belongs to others is in their bins then. Nothing undoes this.',
    who: 'person',
    params: { id: binnedPart },
    answer: 'nothing',
    problems: ['forbidden'],
  }),
} as const
