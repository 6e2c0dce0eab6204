/** What a document is called in lists and tabs. */
import { documentTitle, MAX_TITLE_LENGTH, readDocument, readLook } from '@dure/document'
import type * as Y from 'yjs'

/** The text of the root `title` on one line; where nobody wrote one, the first line of the text; else empty. */
export function titleOf(doc: Y.Doc): string {
  try {
    const title = doc.getText('title').toString().replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE_LENGTH)
    return title || documentTitle(readDocument(doc))
  } catch {
    // A foreign client made roots of these names and other types.
    return ''
  }
}

/** The emoji that it has beside its title. */
export function iconOf(doc: Y.Doc): string | null {
  try {
    return readLook(doc).icon
  } catch {
    // A foreign client made a root of this name and another type.
    return null
  }
}
