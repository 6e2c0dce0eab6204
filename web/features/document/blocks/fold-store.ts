/** What a person folded in a document, kept on this device. Nobody else sees it, and losing it loses nothing. */
import type { FoldStore } from '@dure/editor'

/** A document with more folded toggles forgets the oldest. */
const MAX_FOLDED = 500

export function foldStore(documentId: string): FoldStore {
  const key = `dure-folded-${documentId}`
  return {
    read: () => {
      try {
        const raw: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
        return Array.isArray(raw) ? raw.filter((id) => typeof id === 'string') : []
      } catch {
        return []
      }
    },
    write: (ids) => {
      try {
        if (ids.length === 0) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(ids.slice(-MAX_FOLDED)))
      } catch {
        // A full or forbidden store: it stays folded until the page is left.
      }
    },
  }
}
