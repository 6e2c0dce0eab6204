'use client'
/**
 * The door between server and browser: the server draws the page without its editor, and the browser goes on from there
 * with it. Rendered on both sides, Yjs would be there twice, and two copies silently break editing.
 */
import dynamic from 'next/dynamic'
import { createContext, useContext } from 'react'
import type { LiveDocumentProps } from './live-document.tsx'
import { OpeningPage, type OpeningPageProps } from './opening-page.tsx'

/** `loading` is given no props; this is how it knows the title. */
const Opening = createContext<OpeningPageProps>({ title: '', theme: 'system', preview: null })

// Rendered by the server, the page names the scripts it will need, so that they are on their way with it; and the
// browser's first rendering is what the server drew: nothing is laid out twice.
const LiveDocument = dynamic<LiveDocumentProps>(
  async () => (typeof window === 'undefined' ? OpeningPage : (await import('./live-document.tsx')).LiveDocument),
  {
    loading: function OpeningDocument() {
      return <OpeningPage {...useContext(Opening)} />
    },
  },
)

export function DocumentPage(props: LiveDocumentProps) {
  return (
    <Opening value={props}>
      {/* Another document is another page: nothing of the former one's state may linger. */}
      <LiveDocument key={props.documentId} {...props} />
    </Opening>
  )
}
