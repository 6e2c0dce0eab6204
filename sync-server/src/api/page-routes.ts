/** `/api/pages`, `/api/favourites`, `/api/recent`, `/api/shared`, `/api/bin`: pages as somebody finds them. */
import type { BinnedDocument, Page } from '@dure/api'
import { pageOperations } from '@dure/api/description'
import type { DocumentId, UserId, WorkspaceId } from '@dure/protocol'
import type { PageList as FoundPages, PlaceCursor } from '../pages/pages.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import { formatCursor, parseCursor, parseTimeCursor } from './list-cursor.ts'
import type { Serve } from './serve.ts'

export function servePages(serve: Serve, { accounts, pages, shelf }: ApiDeps): void {
  serve(pageOperations.listPages, async ({ caller: { userId }, query: { limit, cursor } }) => {
    const workspace = await accounts.workspaceOf(userId)
    if (!workspace) return { pages: [] }
    const facts = { workspaceRole: workspace.role }
    return inPlaces(await pages.atTop(workspace.id as WorkspaceId, facts, userId, limit, placeAfter(cursor)))
  })

  serve(pageOperations.listPagesUnder, async ({ caller, document: { id }, query: { limit, cursor } }) => {
    const person = caller.kind === 'person' ? caller.userId : undefined
    return inPlaces(await pages.under(id, person, limit, placeAfter(cursor)))
  })

  // ── what somebody keeps at hand ───────────────────────────────────────────────────────────────────────────────────

  serve(pageOperations.listFavourites, async ({ caller }) => toList(await shelf.favourites(caller.userId), undefined))

  serve(pageOperations.addFavourite, async ({ caller, document }) => {
    if (!(await shelf.addFavourite(caller.userId, document.id))) {
      throw new ApiFault(409, 'too-many', 'You have as many favourites as one may have. Remove one first.')
    }
    return undefined
  })

  serve(pageOperations.removeFavourite, async ({ caller, document }) => {
    await shelf.removeFavourite(caller.userId, document.id)
    return undefined
  })

  serve(pageOperations.listRecent, async ({ caller }) => toList(await shelf.recent(caller.userId), undefined))

  serve(pageOperations.listShared, async ({ caller, query: { limit, cursor } }) => {
    const after = cursor === undefined ? undefined : parseTimeCursor(cursor)
    const { pages: found, next } = await shelf.shared(caller.userId, limit, after)
    return toList(found, next && formatCursor(next.at, next.id))
  })

  // ── the bin ───────────────────────────────────────────────────────────────────────────────────────────────────────

  serve(pageOperations.listBin, async ({ caller, query: { limit, cursor } }) => {
    const before = cursor === undefined ? undefined : parseTimeCursor(cursor)
    const found = await pages.listBin(caller.userId, limit + 1, before)
    const documents = found.slice(0, limit)
    const last = documents.at(-1)
    if (found.length <= limit || !last) return { documents }
    return { documents, nextCursor: formatCursor(Date.parse(last.binnedAt), last.id) }
  })

  serve(pageOperations.getBinned, ({ caller, params: { id } }) => binned(id, caller.userId))

  serve(pageOperations.restoreDocument, async ({ caller: { userId }, address, params: { id } }) => {
    const { mayRestore } = await binned(id, userId)
    if (!mayRestore) throw new ApiFault(403, 'forbidden', 'Its owner, or whoever moved it to the bin, brings it back.')
    if (!(await pages.restore(id, { userId, address }))) throw notInBin()
    return undefined
  })

  serve(pageOperations.removeDocument, async ({ caller: { userId }, address, params: { id } }) => {
    const { mayRemove } = await binned(id, userId)
    if (!mayRemove) throw new ApiFault(403, 'forbidden', 'Only its owner takes a document away for good.')
    await pages.removeForGood(id, { userId, address })
    return undefined
  })

  /** @throws ApiFault 404, the same for what is not there and what is not theirs. */
  const binned = async (id: DocumentId, person: UserId): Promise<BinnedDocument> => {
    const found = await pages.binned(id, person)
    if (!found) throw notInBin()
    return found
  }
}

function placeAfter(cursor: string | undefined): PlaceCursor | undefined {
  if (cursor === undefined) return undefined
  const { key, id } = parseCursor(cursor)
  return { place: key, id }
}

const inPlaces = ({ pages, next }: FoundPages) => toList(pages, next && formatCursor(next.place, next.id))

const toList = (pages: readonly Page[], nextCursor: string | undefined) => ({
  pages,
  ...(nextCursor === undefined ? {} : { nextCursor }),
})

const notInBin = (): ApiFault => new ApiFault(404, 'not-in-bin', 'There is no such document in the bin.')
