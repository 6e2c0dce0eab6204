/** What a document's page is given by the server that draws it. */
import type { DocumentPreview, PagePath, Person } from '@dure/api'
import type { Reach, Role } from '@dure/protocol'
import type { Theme } from '../theme/theme.ts'

export interface OpeningPageProps {
  readonly documentId: string
  /** As the server knew it when it rendered the page. */
  readonly title: string
  readonly theme: Theme
  /** Where it lies, and what of it is one's own; unknown offline. */
  readonly place?: { readonly path: PagePath; readonly favourite: boolean; readonly mayBin: boolean }
  /** The beginning of the text, drawn on the server; null when there was none to be had, as without a network. */
  readonly preview: DocumentPreview | null
}

export interface LiveDocumentProps extends OpeningPageProps {
  /** As it was when the server rendered the page; the connection tells of a change. */
  readonly role: Role
  readonly reach: Reach
  /** Null for somebody without an account. */
  readonly person: Person | null
}
