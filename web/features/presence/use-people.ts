'use client'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { type Person, peopleIn, samePeople } from './people.ts'

const NOBODY: readonly Person[] = []

/** Who is here. A moved caret is no news to it, so the header stays still while people type. */
export function usePeople(awareness: Awareness | undefined, ownKey: string): readonly Person[] {
  const known = useRef(NOBODY)
  const subscribe = useCallback(
    (listener: () => void) => {
      awareness?.on('change', listener)
      return () => awareness?.off('change', listener)
    },
    [awareness],
  )
  return useSyncExternalStore(
    subscribe,
    () => {
      if (!awareness) return NOBODY
      const people = peopleIn(awareness.getStates(), awareness.clientID, ownKey)
      if (!samePeople(people, known.current)) known.current = people
      return known.current
    },
    () => NOBODY,
  )
}
