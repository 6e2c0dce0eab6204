/** The tree as the rows one sees, and where a row goes when it is dropped or moved by a key. Pure. */
import type { MovePage, Page } from '@dure/api'

export interface PagePart {
  readonly pages: readonly Page[]
  readonly nextCursor?: string | undefined
}

export interface TreeRow {
  readonly page: Page
  /** From 1 on. */
  readonly level: number
  /** Null at the top. */
  readonly parentId: string | null
  readonly expanded: boolean
  /** Among its siblings, from 1 on. */
  readonly position: number
  readonly siblings: number
}

/** What is under which page, as far as it was loaded. */
export interface LoadedTree {
  readonly top: readonly Page[]
  readonly under: ReadonlyMap<string, PagePart>
  readonly expanded: ReadonlySet<string>
}

export function rowsOf(tree: LoadedTree): readonly TreeRow[] {
  const rows: TreeRow[] = []
  // Somebody may have moved a page between two loads: it is shown once.
  const shown = new Set<string>()
  const add = (pages: readonly Page[], parentId: string | null, level: number): void => {
    for (const [index, page] of pages.entries()) {
      if (shown.has(page.id)) continue
      shown.add(page.id)
      const expanded = page.hasPages && tree.expanded.has(page.id)
      rows.push({ page, level, parentId, expanded, position: index + 1, siblings: pages.length })
      if (expanded) add(tree.under.get(page.id)?.pages ?? [], page.id, level + 1)
    }
  }
  add(tree.top, null, 1)
  return rows
}

export type DropZone = 'before' | 'inside' | 'after'

/** Thirds of a row: its edges are between rows. */
export function zoneAt(offset: number, height: number): DropZone {
  if (offset < height * 0.28) return 'before'
  return offset > height * 0.72 ? 'after' : 'inside'
}

/** Where a page goes that is dropped on a row; undefined where it cannot go. */
export function dropOn(
  rows: readonly TreeRow[],
  movedId: string,
  targetId: string,
  zone: DropZone,
): MovePage | undefined {
  const target = rows.find(({ page }) => page.id === targetId)
  if (!target || isUnder(rows, targetId, movedId)) return undefined
  if (zone === 'inside') return { parentId: targetId }
  const { parentId } = target
  if (zone === 'after') {
    // Below an open page, the line stands before the first page inside it.
    return target.expanded ? { parentId: targetId, after: null } : { parentId, after: targetId }
  }
  const before = siblingsOf(rows, parentId).filter((id) => id !== movedId)
  return { parentId, after: before[before.indexOf(targetId) - 1] ?? null }
}

/** Where a page goes by a key with the arrow; undefined where there is nowhere to go. */
export function moveByKey(
  rows: readonly TreeRow[],
  id: string,
  direction: 'up' | 'down' | 'in' | 'out',
): MovePage | undefined {
  const row = rows.find(({ page }) => page.id === id)
  if (!row) return undefined
  const { parentId } = row
  const siblings = siblingsOf(rows, parentId)
  const at = siblings.indexOf(id)
  switch (direction) {
    case 'up':
      return at > 0 ? { parentId, after: siblings[at - 2] ?? null } : undefined
    case 'down': {
      const next = siblings[at + 1]
      return next === undefined ? undefined : { parentId, after: next }
    }
    case 'in': {
      const before = siblings[at - 1]
      return before === undefined ? undefined : { parentId: before }
    }
    case 'out': {
      const parent = rows.find(({ page }) => page.id === parentId)
      return parent && { parentId: parent.parentId, after: parent.page.id }
    }
  }
}

const siblingsOf = (rows: readonly TreeRow[], parentId: string | null): readonly string[] =>
  rows.filter((row) => row.parentId === parentId).map(({ page }) => page.id)

/** Whether a page is another one, or lies under it. */
function isUnder(rows: readonly TreeRow[], id: string, aboveId: string): boolean {
  for (let at: string | null = id; at !== null; ) {
    if (at === aboveId) return true
    const above: string = at
    at = rows.find(({ page }) => page.id === above)?.parentId ?? null
  }
  return false
}
