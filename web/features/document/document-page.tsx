'use client'
/**
 * The door between server and browser: the server draws the page without its editor (`opening-page.tsx`), and the
 * browser goes on from there with it (`live-document.tsx`). Which of both `#document` is, package.json says. Rendered
 * on both sides, Yjs would be there twice, and two copies silently break editing. It is no lazy component: the
 * boundary around one sends a long text twice, and has it laid out twice.
 */
import { Document } from '#document'
import type { LiveDocumentProps } from './document-props.ts'

export function DocumentPage(props: LiveDocumentProps) {
  // Another document is another page: nothing of the former one's state may linger.
  return <Document key={props.documentId} {...props} />
}
