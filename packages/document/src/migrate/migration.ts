/** One step from a version of the schema to a later one. */
import type * as Y from 'yjs'

export interface Migration {
  /** The version that a document has after it. */
  readonly to: number
  /** Whether there is anything of the older version in it. Reads only. */
  isNeeded(doc: Y.Doc): boolean
  apply(doc: Y.Doc): void
}
