'use client'
/** The workspace at the left: where one finds pages, by name, by use, by whom, and by where they are. */
import type { Document, Page, Person, Workspace } from '@dure/api'
import { Bell, Clock, FileText, House, Plus, Search, Settings, Star, Trash2, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RequestsButton } from '../pages/requests-button.tsx'
import { usePageActions } from '../pages/use-page-actions.ts'
import { PageTree } from './page-tree.tsx'
import styles from './sidebar.module.css'
import type { SidebarStore } from './sidebar-store.ts'
import { SidebarToggle } from './sidebar-toggle.tsx'
import { useSidebarState } from './use-sidebar-state.ts'

/** Of those opened last; the rest is on the home page. */
const RECENT_SHOWN = 5
/** After the last letter, before the server is asked. */
const TYPING_MS = 150
const FOUND_SHOWN = 30

export function Sidebar({
  store,
  person,
  workspace,
  takesFocus,
}: {
  readonly store: SidebarStore
  readonly person: Person
  readonly workspace: Workspace
  /** Whether it was opened before it was there. */
  readonly takesFocus: boolean
}) {
  const { t } = useTranslator()
  const state = useSidebarState(store)
  const { create } = usePageActions()
  const pathname = usePathname()
  const currentId = /^\/d\/([^/]+)/.exec(pathname)?.[1]
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: when it comes, and no more
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [])
  const { favourites, shared, top } = state
  const recent = state.recent.filter(({ id }) => id !== currentId).slice(0, RECENT_SHOWN)
  const mayCreate = workspace.role !== 'guest'
  return (
    <div className={styles.sidebar}>
      <div className={styles.head}>
        <Link href="/" className={styles.workspace} aria-label={`${workspace.name}: ${t('sidebar.home')}`}>
          <Mark />
          <span className={styles.name}>{workspace.name}</span>
        </Link>
        <span className={styles.close}>
          <SidebarToggle />
        </span>
      </div>
      <div className={styles.search}>
        <Search aria-hidden="true" />
        <input
          ref={field}
          type="search"
          className={styles.field}
          aria-label={t('sidebar.search')}
          placeholder={t('sidebar.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return
            event.preventDefault()
            setText('')
          }}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className={styles.body} data-sidebar-scrolls>
        {text.trim() !== '' ? (
          <Found text={text.trim()} currentId={currentId} />
        ) : (
          <>
            <ul className={styles.list}>
              <li>
                <Link href="/" className={styles.item} aria-current={pathname === '/' ? 'page' : undefined}>
                  <House aria-hidden="true" />
                  <span className={styles.words}>{t('sidebar.home')}</span>
                </Link>
              </li>
              {state.requests.length > 0 ? (
                <li>
                  <RequestsButton
                    className={styles.item}
                    requests={state.requests}
                    icon={<Bell aria-hidden="true" />}
                  />
                </li>
              ) : null}
            </ul>
            {favourites.length > 0 ? (
              <Links label={t('sidebar.favourites')} icon={<Star />} pages={favourites} currentId={currentId} />
            ) : null}
            {recent.length > 0 ? (
              <Links label={t('sidebar.recent')} icon={<Clock />} pages={recent} currentId={currentId} />
            ) : null}
            {shared.pages.length > 0 ? (
              <Section label={t('sidebar.shared')}>
                <PageTree
                  store={store}
                  branch="shared"
                  part={shared}
                  label={t('sidebar.shared')}
                  currentId={currentId}
                />
              </Section>
            ) : null}
            <Section
              label={t('sidebar.pages')}
              action={
                mayCreate ? (
                  <Tooltip text={t('page.new')}>
                    <button
                      type="button"
                      className={styles.add}
                      aria-label={t('page.new')}
                      onClick={() => void create()}
                    >
                      <Plus />
                    </button>
                  </Tooltip>
                ) : null
              }
            >
              {top === undefined ? null : top.pages.length === 0 ? (
                <p className={styles.quiet}>{t('sidebar.no-pages')}</p>
              ) : (
                <PageTree store={store} branch="top" part={top} label={t('sidebar.pages')} currentId={currentId} />
              )}
            </Section>
          </>
        )}
      </div>
      {state.away ? (
        <p role="status" className={styles.away}>
          {t('sidebar.away')}
        </p>
      ) : null}
      <ul className={styles.foot}>
        <Foot href="/bin" icon={<Trash2 aria-hidden="true" />} label={t('bin.title')} current={pathname === '/bin'} />
        {workspace.role === 'guest' ? null : (
          <Foot href="/members" icon={<Users aria-hidden="true" />} label={t('members.title')} />
        )}
        <Foot
          href="/settings"
          icon={<Settings aria-hidden="true" />}
          label={t('account.settings')}
          title={person.name}
        />
      </ul>
    </div>
  )
}

function Section({
  label,
  action,
  children,
}: {
  readonly label: string
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className={styles.section} aria-label={label}>
      <div className={styles.label}>
        <h2 className={styles.heading}>{label}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}

function Links({
  label,
  icon,
  pages,
  currentId,
}: {
  readonly label: string
  readonly icon: ReactNode
  readonly pages: readonly (Page | Document)[]
  readonly currentId: string | undefined
}) {
  const { t } = useTranslator()
  return (
    <Section label={label}>
      <ul className={styles.list}>
        {pages.map(({ id, title, icon: own }) => (
          <li key={id}>
            <Link
              href={`/d/${id}`}
              className={styles.item}
              aria-current={id === currentId ? 'page' : undefined}
              prefetch={false}
            >
              <span className={styles.icon} aria-hidden="true">
                {own ?? icon}
              </span>
              <span className={styles.words} data-untitled={title.trim() === ''}>
                {title.trim() || t('home.untitled')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What has the letters in its title, as the server finds it. */
function Found({ text, currentId }: { readonly text: string; readonly currentId: string | undefined }) {
  const { t } = useTranslator()
  const [found, setFound] = useState<readonly Document[]>()
  useEffect(() => {
    let gone = false
    const timer = setTimeout(async () => {
      try {
        const { documents } = await (await browserApi()).listDocuments({ titled: text, limit: FOUND_SHOWN })
        if (!gone) setFound(documents)
      } catch {
        if (!gone) setFound([])
      }
    }, TYPING_MS)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [text])
  return (
    <div role="status" aria-live="polite">
      {found === undefined ? (
        <p className={styles.quiet}>{t('sidebar.searching')}</p>
      ) : found.length === 0 ? (
        <p className={styles.quiet}>{t('sidebar.search-none')}</p>
      ) : (
        <Links label={t('sidebar.search')} icon={<FileText />} pages={found} currentId={currentId} />
      )}
    </div>
  )
}

function Foot({
  href,
  icon,
  label,
  title,
  current = false,
}: {
  readonly href: string
  readonly icon: ReactNode
  readonly label: string
  readonly title?: string
  readonly current?: boolean
}) {
  return (
    <li>
      <Link
        href={href}
        className={styles.item}
        title={title}
        aria-current={current ? 'page' : undefined}
        prefetch={false}
      >
        {icon}
        <span className={styles.words}>{label}</span>
      </Link>
    </li>
  )
}
