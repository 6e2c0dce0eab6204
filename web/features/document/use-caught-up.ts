'use client'
import type { DocumentPreview } from '@dure/api'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import * as Y from 'yjs'

/** How long the drawn page stays when what is on this device is older and the server says nothing. */
const CATCH_UP_MS = 2_500

/**
 * Whether the document in memory holds all that the drawn page shows. A copy on this device may be older: to show it
 * would take back what was already read, for the moment until the server's word is here.
 */
export function useCaughtUp(doc: Y.Doc | undefined, preview: DocumentPreview | null): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      doc?.on('update', changed)
      return () => doc?.off('update', changed)
    },
    [doc],
  )
  const caughtUp = useSyncExternalStore(
    subscribe,
    () => doc !== undefined && holds(doc, preview),
    () => false,
  )
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    if (!doc || caughtUp) return
    const patience = setTimeout(() => setWaited(true), CATCH_UP_MS)
    return () => clearTimeout(patience)
  }, [doc, caughtUp])
  return caughtUp || waited
}

const holds = (doc: Y.Doc, preview: DocumentPreview | null): boolean =>
  preview?.clocks.every(([client, clock]) => Y.getState(doc.store, client) >= clock) ?? true
