import type { Role } from '@dure/protocol'
import type * as Y from 'yjs'

/** The document that its menu is about. */
export interface MenuDocument {
  readonly id: string
  readonly title: string
  readonly role: Role
  readonly doc: Y.Doc
  /** Null for somebody without an account, who has nothing of their own to put it into. */
  readonly own: { readonly favourite: boolean; readonly mayBin: boolean } | null
}
