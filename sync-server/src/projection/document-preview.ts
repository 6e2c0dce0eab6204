/** What a page shows of a document before it is connected: its title and look, and the beginning of its text. */
import { type DocumentLook, PLAIN_LOOK, pageHtml, readDocument, readLook } from '@dure/document'
import { decodeClocks } from '@dure/document/update'
import * as Y from 'yjs'

export interface DocumentPreview extends DocumentLook {
  /** As it was written; empty when it was not. */
  readonly title: string
  readonly html: string
  /** False when the text goes on. */
  readonly complete: boolean
  /** What of each Yjs client is shown, for whoever has a copy to know whether it is older. Empty when there are many. */
  readonly clocks: readonly (readonly [client: number, clock: number])[]
}

/** A list of more would outweigh the text. */
const MAX_CLOCKS = 300

const NOTHING: DocumentPreview = { title: '', ...PLAIN_LOOK, html: '', complete: true, clocks: [] }

export function previewOf(doc: Y.Doc): DocumentPreview {
  try {
    const clocks = decodeClocks(Y.encodeStateVector(doc))
    return {
      title: doc.getText('title').toString(),
      ...readLook(doc),
      ...pageHtml(readDocument(doc)),
      clocks: clocks.size > MAX_CLOCKS ? [] : [...clocks],
    }
  } catch {
    // A foreign client made roots of these names and other types.
    return NOTHING
  }
}
