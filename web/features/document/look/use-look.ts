'use client'
import { type DocumentLook, observeLook, readLook } from '@dure/document'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'

/** How the document presents itself, as it is now. */
export function useLook(doc: Y.Doc): DocumentLook {
  const known = useRef<DocumentLook>(undefined)
  const subscribe = useCallback((listener: () => void) => observeLook(doc, listener), [doc])
  return useSyncExternalStore(subscribe, () => {
    const now = readLook(doc)
    const before = known.current
    if (before && isSame(before, now)) return before
    known.current = now
    return now
  })
}

const isSame = (one: DocumentLook, other: DocumentLook): boolean =>
  one.icon === other.icon &&
  one.cover === other.cover &&
  one.picture?.attachment === other.picture?.attachment &&
  one.picture?.shown === other.picture?.shown
