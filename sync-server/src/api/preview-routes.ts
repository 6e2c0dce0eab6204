/** `/api/documents/:id/preview`: the document as its page shows it before any script runs. */
import { documentOperations } from '@dure/api/description'
import { DocumentWorkBusy } from '../projection/document-work.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Serve } from './serve.ts'

export function servePreviews(serve: Serve, { previews }: ApiDeps): void {
  serve(documentOperations.previewDocument, async ({ document: { id } }) => {
    const preview = await previews.of(id).catch((error: unknown) => {
      if (!(error instanceof DocumentWorkBusy)) throw error
      throw new ApiFault(503, 'busy', 'The server has more to do than it can just now. Try again.')
    })
    if (!preview) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    return preview
  })
}
