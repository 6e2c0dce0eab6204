'use client'
/** All documents, or those one keeps at hand: what the sidebar knows, in full width. */
import type { Page } from '@dure/api'
import { type ReactNode, useState } from 'react'
import { useTranslator } from '../language/language-provider.tsx'
import { useSidebar } from '../sidebar/sidebar-context.tsx'
import type { SidebarStore } from '../sidebar/sidebar-store.ts'
import { useSidebarState } from '../sidebar/use-sidebar-state.ts'
import { DocumentRows } from './document-rows.tsx'
import styles from './home-lists.module.css'

const LISTS = ['all', 'recent', 'favourites', 'shared'] as const
type List = (typeof LISTS)[number]

export function HomeLists({ now, children }: { readonly now: string; readonly children: ReactNode }) {
  const store = useSidebar()?.store
  return store ? (
    <StoredLists store={store} now={now}>
      {children}
    </StoredLists>
  ) : (
    children
  )
}

function StoredLists({
  store,
  now,
  children,
}: {
  readonly store: SidebarStore
  readonly now: string
  /** All of them. */
  readonly children: ReactNode
}) {
  const { t } = useTranslator()
  const [list, setList] = useState<List>('all')
  const { recent, favourites, shared } = useSidebarState(store)
  const pages: Readonly<Record<List, readonly Page[]>> = { all: [], recent, favourites, shared: shared.pages }
  return (
    <>
      <fieldset className={styles.lists}>
        <legend className="visually-hidden">{t('home.lists')}</legend>
        {LISTS.map((each) => (
          <button
            key={each}
            type="button"
            className={styles.list}
            aria-pressed={list === each}
            onClick={() => setList(each)}
          >
            {t(each === 'all' ? 'home.all' : `sidebar.${each}`)}
          </button>
        ))}
      </fieldset>
      {list === 'all' ? (
        children
      ) : pages[list].length === 0 ? (
        <p className={styles.none}>{t(`home.none.${list}`)}</p>
      ) : (
        <DocumentRows documents={pages[list]} now={now} />
      )}
    </>
  )
}
