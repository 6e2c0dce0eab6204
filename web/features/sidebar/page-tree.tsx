'use client'
/**
 * The tree of pages: one stop of the Tab key, arrows within as every tree has them, Alt and arrows to move a page. What
 * can be done with a row stands at its end while it is pointed at or has the focus.
 */
import type { MovePage, Page } from '@dure/api'
import { mayWrite } from '@dure/protocol'
import { ChevronRight, FileText, Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type DragEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useTranslator } from '../language/language-provider.tsx'
import { usePageActions } from '../pages/use-page-actions.ts'
import styles from './page-tree.module.css'
import { RowMenu } from './row-menu.tsx'
import { useSidebar } from './sidebar-context.tsx'
import type { Branch, SidebarStore } from './sidebar-store.ts'
import { type DropZone, dropOn, moveByKey, type PagePart, rowsOf, type TreeRow, zoneAt } from './tree-rows.ts'
import { useSidebarState } from './use-sidebar-state.ts'

interface Over {
  readonly id: string
  readonly zone: DropZone
}

export function PageTree({
  store,
  branch,
  part,
  label,
  currentId,
}: {
  readonly store: SidebarStore
  readonly branch: Branch
  readonly part: PagePart
  readonly label: string
  readonly currentId: string | undefined
}) {
  const { t } = useTranslator()
  const router = useRouter()
  const { under, expanded } = useSidebarState(store)
  const { move, create } = usePageActions()
  const tree = useRef<HTMLDivElement>(null)
  const [activeId, setActiveId] = useState<string>()
  const [draggedId, setDraggedId] = useState<string>()
  const [over, setOver] = useState<Over>()
  const rows = rowsOf({ top: part.pages, under, expanded })
  const active =
    rows.find(({ page }) => page.id === activeId) ?? rows.find(({ page }) => page.id === currentId) ?? rows[0]
  // The top of what was shared by name is in the order of its sharing: nothing is put between.
  const fits = (to: MovePage | undefined): to is MovePage =>
    to !== undefined && (branch === 'top' || to.parentId !== null)

  useBringIntoSight(tree, rows.find(({ page }) => page.id === currentId)?.page.id)

  const focusOn = (row: TreeRow | undefined): void => {
    if (!row) return
    setActiveId(row.page.id)
    tree.current?.querySelector<HTMLElement>(`[data-page="${row.page.id}"]`)?.focus()
  }
  const moveRow = (page: Page, to: MovePage | undefined): void => {
    if (!fits(to)) return
    setActiveId(page.id)
    void move(page, to).then(() => {
      tree.current?.querySelector<HTMLElement>(`[data-page="${page.id}"]`)?.focus()
    })
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, row: TreeRow): void => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey) return
    const { page } = row
    const at = rows.indexOf(row)
    if (event.altKey) {
      const direction = MOVES[event.key]
      if (!direction) return
      event.preventDefault()
      moveRow(page, moveByKey(rows, page.id, direction))
      return
    }
    switch (event.key) {
      case 'ArrowDown':
        focusOn(rows[at + 1])
        break
      case 'ArrowUp':
        focusOn(rows[at - 1])
        break
      case 'Home':
        focusOn(rows[0])
        break
      case 'End':
        focusOn(rows.at(-1))
        break
      case 'ArrowRight':
        if (row.expanded) focusOn(rows[at + 1]?.parentId === page.id ? rows[at + 1] : undefined)
        else if (page.hasPages) void store.toggle(page)
        break
      case 'ArrowLeft':
        if (row.expanded) void store.toggle(page)
        else focusOn(rows.find((each) => each.page.id === row.parentId))
        break
      case 'Enter':
      case ' ':
        router.push(`/d/${page.id}`)
        break
      default:
        return
    }
    event.preventDefault()
  }

  const onDragOver = (event: DragEvent<HTMLElement>, id: string): void => {
    if (draggedId === undefined) return
    const box = event.currentTarget.getBoundingClientRect()
    const zone = zoneAt(event.clientY - box.top, box.height)
    if (!fits(dropOn(rows, draggedId, id, zone))) {
      setOver(undefined)
      return
    }
    event.preventDefault()
    if (over?.id !== id || over.zone !== zone) setOver({ id, zone })
  }
  const onDrop = (event: DragEvent<HTMLElement>): void => {
    event.preventDefault()
    const dragged = rows.find(({ page }) => page.id === draggedId)
    if (dragged && over) moveRow(dragged.page, dropOn(rows, dragged.page.id, over.id, over.zone))
    setOver(undefined)
    setDraggedId(undefined)
  }

  return (
    <>
      <div ref={tree} role="tree" aria-label={label} className={styles.tree}>
        {rows.map((row) => {
          const { page, level } = row
          const title = page.title.trim() || t('home.untitled')
          return (
            <div
              key={page.id}
              role="treeitem"
              data-page={page.id}
              aria-label={title}
              aria-level={level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={page.id === currentId}
              {...(page.hasPages ? { 'aria-expanded': row.expanded } : {})}
              tabIndex={row === active ? 0 : -1}
              className={styles.row}
              data-over={over?.id === page.id ? over.zone : undefined}
              data-dragged={draggedId === page.id}
              style={{ '--level': level - 1 } as Record<string, unknown>}
              onFocus={(event) => event.target === event.currentTarget && setActiveId(page.id)}
              onKeyDown={(event) => onKeyDown(event, row)}
              draggable={mayWrite(page.role)}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                event.dataTransfer.setData('text/plain', title)
                setDraggedId(page.id)
              }}
              onDragOver={(event) => onDragOver(event, page.id)}
              onDragLeave={() => over?.id === page.id && setOver(undefined)}
              onDrop={onDrop}
              onDragEnd={() => {
                setOver(undefined)
                setDraggedId(undefined)
              }}
            >
              {page.hasPages ? (
                <button
                  type="button"
                  tabIndex={-1}
                  className={styles.chevron}
                  data-open={row.expanded}
                  aria-label={row.expanded ? t('page.collapse') : t('page.expand')}
                  onClick={() => void store.toggle(page)}
                >
                  <ChevronRight />
                </button>
              ) : (
                <span className={styles.chevron} aria-hidden="true">
                  <FileText />
                </span>
              )}
              {page.icon === null ? null : (
                <span className={styles.emoji} aria-hidden="true">
                  {page.icon}
                </span>
              )}
              <Link
                href={`/d/${page.id}`}
                tabIndex={-1}
                draggable={false}
                className={styles.link}
                data-untitled={page.title.trim() === ''}
                prefetch={false}
              >
                {title}
              </Link>
              <span className={styles.tools}>
                <RowMenu page={page} tabbable={row === active} />
                {mayWrite(page.role) ? (
                  <button
                    type="button"
                    className={styles.tool}
                    tabIndex={row === active ? 0 : -1}
                    aria-label={t('page.new-inside', { title })}
                    onClick={() => void create(page.id)}
                  >
                    <Plus />
                  </button>
                ) : null}
              </span>
            </div>
          )
        })}
      </div>
      {part.nextCursor === undefined ? null : (
        <button type="button" className={styles.more} onClick={() => void store.more(branch)}>
          {t('sidebar.more')}
        </button>
      )}
    </>
  )
}

/** Where one is, is in sight when one has come there; the page itself is not scrolled for it. */
function useBringIntoSight(tree: RefObject<HTMLElement | null>, id: string | undefined): void {
  const open = useSidebar()?.open ?? false
  useLayoutEffect(() => {
    const row = id === undefined || !open ? undefined : tree.current?.querySelector(`[data-page="${id}"]`)
    const box = row?.closest('[data-sidebar-scrolls]')
    if (!row || !box) return
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()]
    if (inner.top >= outer.top && inner.bottom <= outer.bottom) return
    box.scrollTop += (inner.top + inner.bottom) / 2 - (outer.top + outer.bottom) / 2
  }, [tree, id, open])
}

const MOVES: Readonly<Record<string, 'up' | 'down' | 'in' | 'out'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
}
