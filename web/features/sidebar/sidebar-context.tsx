'use client'
/** The sidebar's contents for whatever shows or changes them. Undefined where there is none: for guests, and offline. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { SidebarStore } from './sidebar-store.ts'

export interface Sidebar {
  readonly store: SidebarStore
  readonly open: boolean
  toggle(): void
}

export const SidebarContext = createContext<Sidebar | undefined>(undefined)

export const useSidebar = (): Sidebar | undefined => useContext(SidebarContext)

/** What a page is called: as the sidebar shows it, which hears of it first. */
export function useKnownTitles<Named extends { readonly id: string; readonly title: string }>(
  pages: readonly Named[],
): readonly Named[] {
  const store = useSidebar()?.store
  useSyncExternalStore(
    store?.subscribe ?? NOBODY_TELLS,
    () => store?.state,
    () => undefined,
  )
  return pages.map((page) => ({ ...page, title: store?.titleOf(page.id) ?? page.title }))
}

const NOBODY_TELLS = (): (() => void) => () => undefined
