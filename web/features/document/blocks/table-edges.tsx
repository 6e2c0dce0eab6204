'use client'
/** The right edge of each column, to be dragged; a line shows where it will be. By keyboard: the column's menu. */
import type { Editor } from '@tiptap/core'
import { useRef, useState } from 'react'
import styles from './block-tools.module.css'
import { startDrag } from './drag.ts'
import { elementAt, usePlaced } from './place-over.ts'

const MIN_WIDTH_PX = 48
const MAX_WIDTH_PX = 1200

interface Edge {
  readonly left: number
  readonly width: number
}

export function TableEdges({ editor, table }: { readonly editor: Editor; readonly table: number }) {
  const box = useRef<HTMLDivElement>(null)
  const [edges, setEdges] = useState<readonly Edge[]>([])
  const [dragged, setDragged] = useState<number>()
  const element = elementAt(editor, table)
  usePlaced(editor, box, [element?.querySelector('table') ?? undefined], () => {
    const shown = elementAt(editor, table)
    const grid = shown?.querySelector('table')
    if (!shown || !grid) return
    const start = Math.max(grid.getBoundingClientRect().left, shown.getBoundingClientRect().left)
    const end = shown.getBoundingClientRect().right
    const cells = [...(grid.rows[0]?.cells ?? [])].map((cell) => cell.getBoundingClientRect())
    const found = cells.map(({ right, width }) => ({ left: right - start, width }))
    const seen = found.map((edge) => (edge.left < 0 || edge.left > end - start + 1 ? { ...edge, left: -1 } : edge))
    if (JSON.stringify(seen) !== JSON.stringify(edges)) setEdges(seen)
  })
  const begin = (index: number, width: number) => (event: React.PointerEvent) => {
    event.preventDefault()
    const wanted = (by: number) => Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, width + by)))
    startDrag(event, {
      move: (by) => setDragged((edges[index]?.left ?? 0) + wanted(by) - width),
      end: (by) => {
        setDragged(undefined)
        if (by !== undefined && by !== 0) editor.commands.setColumnWidth(wanted(by), { table, index })
      },
    })
  }
  return (
    <div ref={box} className={styles.edges} aria-hidden="true">
      {edges.map(({ left, width }, index) =>
        left < 0 ? null : (
          <div
            // Edges have no names but their order.
            // biome-ignore lint/suspicious/noArrayIndexKey: reason: see above
            key={index}
            className={styles.edge}
            style={{ left }}
            data-edge={index}
            onPointerDown={begin(index, width)}
          />
        ),
      )}
      {dragged === undefined ? null : <div className={styles.guide} style={{ left: dragged }} />}
    </div>
  )
}
