'use client'
import type { DocumentConnection } from '@dure/client'
import { useEffect } from 'react'
import { RESTORED } from './restored.ts'

/** Brought back by a notice's undo, in this window: it connects again. */
export function useReturnFromBin(connection: DocumentConnection | undefined, documentId: string): void {
  useEffect(() => {
    const onRestored = (event: Event): void => {
      if (event instanceof CustomEvent && event.detail === documentId) connection?.reconnectNow()
    }
    addEventListener(RESTORED, onRestored)
    return () => removeEventListener(RESTORED, onRestored)
  }, [connection, documentId])
}
