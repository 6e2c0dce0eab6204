'use client'
/** What can be done with a page of the sidebar. */
import type { Page } from '@dure/api'
import { mayWrite } from '@dure/protocol'
import { Copy, Ellipsis, FolderInput, Link2, Star, StarOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { lazily } from '../../ui/lazily.tsx'
import { Menu, MenuAction } from '../../ui/menu.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { usePageActions } from '../pages/use-page-actions.ts'
import styles from './page-tree.module.css'
import { useSidebar } from './sidebar-context.tsx'
import type { SidebarStore } from './sidebar-store.ts'
import { useSidebarState } from './use-sidebar-state.ts'

const MoveDialog = lazily(async () => (await import('../pages/move-dialog.tsx')).MoveDialog)

export function RowMenu({ page, tabbable }: { readonly page: Page; readonly tabbable: boolean }) {
  const store = useSidebar()?.store
  return store ? <StoredRowMenu store={store} page={page} tabbable={tabbable} /> : null
}

function StoredRowMenu({
  store,
  page,
  tabbable,
}: {
  readonly store: SidebarStore
  readonly page: Page
  readonly tabbable: boolean
}) {
  const { t } = useTranslator()
  const actions = usePageActions()
  const { favourites } = useSidebarState(store)
  const [moving, setMoving] = useState(false)
  const favourite = favourites.some(({ id }) => id === page.id)
  const title = page.title.trim() || t('home.untitled')
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            className={styles.tool}
            tabIndex={tabbable ? 0 : -1}
            aria-label={t('page.menu', { title })}
          >
            <Ellipsis />
          </button>
        }
      >
        <MenuAction
          icon={favourite ? <StarOff /> : <Star />}
          onChoose={() => void actions.setFavourite(page, !favourite)}
        >
          {favourite ? t('page.remove-favourite') : t('page.add-favourite')}
        </MenuAction>
        <MenuAction icon={<Link2 />} onChoose={() => void actions.copyLink(page)}>
          {t('page.copy-link')}
        </MenuAction>
        <MenuAction icon={<Copy />} onChoose={() => void actions.duplicate(page)}>
          {t('page.duplicate')}
        </MenuAction>
        {mayWrite(page.role) ? (
          <MenuAction icon={<FolderInput />} onChoose={() => setMoving(true)}>
            {t('page.move')}
          </MenuAction>
        ) : null}
        {page.role === 'owner' ? (
          <MenuAction danger icon={<Trash2 />} onChoose={() => void actions.bin(page)}>
            {t('page.bin')}
          </MenuAction>
        ) : null}
      </Menu>
      {moving ? <MoveDialog page={page} mayTop={page.role === 'owner'} open onClose={() => setMoving(false)} /> : null}
    </>
  )
}
