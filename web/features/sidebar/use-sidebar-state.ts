'use client'
import { useSyncExternalStore } from 'react'
import { NOTHING_YET, type SidebarState, type SidebarStore } from './sidebar-store.ts'

export const useSidebarState = (store: SidebarStore): SidebarState =>
  useSyncExternalStore(
    store.subscribe,
    () => store.state,
    () => NOTHING_YET,
  )
