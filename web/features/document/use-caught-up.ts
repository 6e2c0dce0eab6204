'use client'
import type { DocumentPreview } from '@dure/api'
import { useEffect, useState } from 'react'
import * as Y from 'yjs'

/** How long the drawn page stays when what is on this device is older and the server says nothing. */
const CATCH_UP_MS = 2_500

/**
 * Whether the document in memory holds all that the drawn page shows. A copy on this device may be older: to show it
 * would take back what was already read, for the moment until the server's word is here.
 */
export function useCaughtUp(doc: Y.Doc, preview: DocumentPreview | null): boolean {
  const [caughtUp, setCaughtUp] = useState(() => holds(doc, preview))
  useEffect(() => {
    if (caughtUp) return
    const look = (): void => {
      if (holds(doc, preview)) setCaughtUp(true)
    }
    look()
    doc.on('update', look)
    const patience = setTimeout(() => setCaughtUp(true), CATCH_UP_MS)
    return () => {
      doc.off('update', look)
      clearTimeout(patience)
    }
  }, [doc, preview, caughtUp])
  return caughtUp
}

const holds = (doc: Y.Doc, preview: DocumentPreview | null): boolean =>
  preview?.clocks.every(([client, clock]) => Y.getState(doc.store, client) >= clock) ?? true
