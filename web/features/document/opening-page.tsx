'use client'
/** A document's page as the server draws it, and as it stands until its connection is on its way. */
import type { DocumentPreview, PagePath } from '@dure/api'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import { DocumentFrame } from './document-frame.tsx'
import { OpeningText } from './opening-document.tsx'

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

export function OpeningPage({ documentId, title, theme, preview, place }: OpeningPageProps) {
  return (
    <DocumentFrame title={title} path={place?.path ?? []} status={null} actions={<PreferencesMenu theme={theme} />}>
      <OpeningText documentId={documentId} title={title} preview={preview} />
    </DocumentFrame>
  )
}

export { OpeningPage as Document }
