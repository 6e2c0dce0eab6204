'use client'
/**
 * The door between server and browser: the page's frame is drawn on the server, the editor is loaded in the browser
 * only. Rendered on both sides, Yjs would be there twice, and two copies silently break editing.
 */
import dynamic from 'next/dynamic'
import { createContext, useContext } from 'react'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { DocumentFrame } from './document-frame.tsx'
import type { LiveDocumentProps } from './live-document.tsx'
import { OpeningText } from './opening-document.tsx'

/** `loading` is given no props; this is how it knows the title. */
const Opening = createContext<Pick<LiveDocumentProps, 'title' | 'theme' | 'preview' | 'place'>>({
  title: '',
  theme: 'system',
  preview: null,
})

const load = async () => (await import('./live-document.tsx')).LiveDocument

// On its way while React still takes over what the server drew. Whether it comes is said where it is shown.
if (typeof window !== 'undefined') load().catch(() => {})

const LiveDocument = dynamic(load, {
  ssr: false,
  loading: function OpeningDocument() {
    const { title, theme, preview, place } = useContext(Opening)
    return (
      <DocumentFrame title={title} path={place?.path ?? []} status={null} actions={<PreferencesMenu theme={theme} />}>
        <OpeningText title={title} preview={preview} />
      </DocumentFrame>
    )
  },
})

export function DocumentPage(props: LiveDocumentProps) {
  return (
    <Opening value={props}>
      {/* Another document is another page: nothing of the former one's state may linger. */}
      <LiveDocument key={props.documentId} {...props} />
    </Opening>
  )
}
