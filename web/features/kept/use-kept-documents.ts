'use client'
/** The documents kept on this device, looked up anew when the page is looked at. */
import { type LocalCopySummary, listLocalCopies } from '@dure/client'
import { useCallback, useEffect, useState } from 'react'
import { KEPT_OWNER } from './kept-owner.ts'

export interface KeptView {
  /** Undefined until the device answered; nothing when it keeps nothing, or has no storage for this page. */
  readonly kept: readonly LocalCopySummary[] | undefined
  readonly look: () => Promise<void>
}

export function useKeptDocuments(owner: string = KEPT_OWNER): KeptView {
  const [kept, setKept] = useState<readonly LocalCopySummary[]>()
  const look = useCallback(async () => {
    // Where a page may not store anything, `indexedDB` itself may throw.
    const copies = await Promise.resolve()
      .then(() => listLocalCopies(owner))
      .catch(() => [])
    // A document that was opened but never arrived leaves an empty record.
    setKept(copies.filter((copy) => copy.bytes > 0 || copy.unsaved > 0))
  }, [owner])
  useEffect(() => {
    void look()
    const onVisible = (): void => {
      if (document.visibilityState === 'visible') void look()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [look])
  return { kept, look }
}
