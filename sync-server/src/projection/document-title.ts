/** A document's title, as lists and tabs show it. */
import type * as Y from 'yjs'

/** Longest title kept, in UTF-16 units; a list shows far less. */
const MAX_TITLE_LENGTH = 300

/** The text of the root `title`, on one line; empty when nobody wrote one. */
export function documentTitle(doc: Y.Doc): string {
  try {
    return doc.getText('title').toString().replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE_LENGTH)
  } catch {
    // A foreign client made a root of this name and another type.
    return ''
  }
}
