'use client'
/**
 * The frame of home and documents: the sidebar beside the page, or over it where there is no room. It stays while one
 * goes from page to page, and so does what it knows.
 */
import type { Person, Workspace } from '@dure/api'
import { usePathname } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { lazily } from '../../ui/lazily.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { rememberInCookie } from '../preferences/remember.ts'
import { SidebarContext } from './sidebar-context.tsx'
import { SIDEBAR_CLOSED, SIDEBAR_COOKIE } from './sidebar-cookie.ts'
import { SidebarStore } from './sidebar-store.ts'
import styles from './workspace-shell.module.css'

/** Loaded beside the page: nobody waits for it to read or to type. */
const Sidebar = lazily(async () => (await import('./sidebar.tsx')).Sidebar)

/** Where workspace-shell.module.css lays it over the page. */
const NARROW = '(max-width: 60rem)'
/** When it is not to be seen, on a phone or closed, what is seen is loaded before it. */
const UNSEEN_MS = 4_000
/** An opening is noted by the server a moment after the page was asked for. */
const OPENED_MS = 1_500

export function WorkspaceShell({
  person,
  workspace,
  firstOpen,
  children,
}: {
  readonly person: Person
  readonly workspace: Workspace
  /** As the person left it. */
  readonly firstOpen: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslator()
  const [store] = useState(() => new SidebarStore(browserApi))
  const [wide, setWide] = useState(firstOpen)
  const [sheet, setSheet] = useState(false)
  const narrow = useNarrow()
  const side = useRef<HTMLElement>(null)
  /** Where the focus was when the sheet was opened. */
  const opener = useRef<Element>(null)
  const pathname = usePathname()
  const loaded = useLoaded(wide, sheet, narrow)
  useFresh(store, pathname, loaded)

  const closeSheet = useCallback(() => setSheet(false), [])
  const toggle = useCallback(() => {
    if (matchMedia(NARROW).matches) {
      if (sheet) return closeSheet()
      opener.current = document.activeElement
      setSheet(true)
      return
    }
    rememberInCookie(SIDEBAR_COOKIE, wide ? SIDEBAR_CLOSED : 'open')
    setWide(!wide)
  }, [wide, sheet, closeSheet])
  useToggleKey(toggle)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: to go somewhere closes the sheet
  useEffect(() => {
    opener.current = null
    setSheet(false)
  }, [pathname])
  // After the page is there again for the focus, or gone from it.
  useEffect(() => {
    if (sheet) side.current?.querySelector<HTMLElement>('input')?.focus()
    else if (opener.current instanceof HTMLElement) opener.current.focus()
  }, [sheet])

  const open = narrow ? sheet : wide
  const sidebar = useMemo(() => ({ store, open, toggle }), [store, open, toggle])
  return (
    <SidebarContext value={sidebar}>
      <div className={styles.shell}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: a second way to close it; Escape and the button are the first */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: reason: Escape does it */}
        <div className={styles.backdrop} data-sheet={sheet} onClick={closeSheet} />
        <nav
          id="sidebar"
          ref={side}
          className={styles.side}
          aria-label={t('sidebar.label')}
          data-wide={wide}
          data-sheet={sheet}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && sheet && !event.defaultPrevented) closeSheet()
          }}
        >
          {loaded ? <Sidebar store={store} person={person} workspace={workspace} takesFocus={sheet} /> : null}
        </nav>
        <div className={styles.page} data-beside={wide} inert={narrow && sheet}>
          {children}
        </div>
      </div>
    </SidebarContext>
  )
}

/** Whether what is in it is there: from when it is seen, or what is seen had its time. */
function useLoaded(wide: boolean, sheet: boolean, narrow: boolean): boolean {
  const [loaded, setLoaded] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: a window that grows is looked at anew
  useEffect(() => {
    if (sheet || (wide && !matchMedia(NARROW).matches)) setLoaded(true)
    const timer = setTimeout(() => setLoaded(true), UNSEEN_MS)
    return () => clearTimeout(timer)
  }, [wide, sheet, narrow])
  return loaded
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(false)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const follow = (): void => setNarrow(query.matches)
    follow()
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return narrow
}

/** Others change the tree too: it is read anew when one goes somewhere, or comes back to the window. */
function useFresh(store: SidebarStore, pathname: string, loaded: boolean): void {
  useEffect(() => store.recall(), [store])
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: read anew for each page one goes to
  useEffect(() => {
    if (!loaded) return
    void store.refresh()
    const timer = setTimeout(() => void store.refresh(), OPENED_MS)
    return () => clearTimeout(timer)
  }, [store, pathname, loaded])
  useEffect(() => {
    if (!loaded) return
    const refresh = (): void => {
      if (document.visibilityState === 'visible') void store.refresh()
    }
    document.addEventListener('visibilitychange', refresh)
    addEventListener('focus', refresh)
    addEventListener('online', refresh)
    return () => {
      document.removeEventListener('visibilitychange', refresh)
      removeEventListener('focus', refresh)
      removeEventListener('online', refresh)
    }
  }, [store, loaded])
}

function useToggleKey(toggle: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (
        (event.key !== '\\' && event.code !== 'Backslash') ||
        !(event.metaKey || event.ctrlKey) ||
        event.altKey ||
        event.shiftKey
      )
        return
      event.preventDefault()
      toggle()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [toggle])
}
