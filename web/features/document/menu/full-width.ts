'use client'
/** Whether a document is shown as wide as the window: remembered on this device, for each document. */
import { useEffect, useState } from 'react'

const WIDE = 'dure-wide'
/** Documents it is remembered of; the one that was widened longest ago is forgotten. */
const MAX_WIDE = 200

export function useFullWidth(documentId: string): readonly [wide: boolean, setWide: (wide: boolean) => void] {
  const [wide, setWide] = useState(false)
  useEffect(() => setWide(readWide().includes(documentId)), [documentId])
  const change = (next: boolean): void => {
    setWide(next)
    const others = readWide().filter((id) => id !== documentId)
    try {
      localStorage.setItem(WIDE, JSON.stringify(next ? [...others, documentId].slice(-MAX_WIDE) : others))
    } catch {
      // Closed or full: it is forgotten with the page.
    }
  }
  return [wide, change]
}

function readWide(): readonly string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(WIDE) ?? '[]')
    return Array.isArray(raw) ? raw.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}
