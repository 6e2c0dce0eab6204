'use client'
import { useEffect, useState } from 'react'

export interface Found<Item> {
  /** Of the last answer, which may be to an earlier word. */
  readonly items: readonly Item[]
  /** What was asked for; undefined before the first answer. */
  readonly text: string | undefined
}

/** What was found for a text, asked for as it is typed. */
export function useFound<Item>(text: string, find: (text: string) => Promise<readonly Item[]>): Found<Item> {
  const [found, setFound] = useState<Found<Item>>({ items: [], text: undefined })
  useEffect(() => {
    let isCurrent = true
    void find(text).then((items) => {
      if (isCurrent) setFound({ text, items })
    })
    return () => {
      isCurrent = false
    }
  }, [text, find])
  return found
}
