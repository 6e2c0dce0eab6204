'use client'
/** A document's page as the server draws it, and as it stands until its connection is on its way. */
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { DocumentFrame } from './document-frame.tsx'
import type { OpeningPageProps } from './document-props.ts'
import { OpeningText } from './opening-document.tsx'

export function OpeningPage({ documentId, title, theme, preview, place }: OpeningPageProps) {
  return (
    <DocumentFrame title={title} path={place?.path ?? []} status={null} actions={<PreferencesMenu theme={theme} />}>
      <OpeningText documentId={documentId} title={title} preview={preview} />
    </DocumentFrame>
  )
}

export { OpeningPage as Document }
