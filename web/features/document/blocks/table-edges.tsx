'use client'
/** The right edge of each column, to be dragged or moved by arrow keys; a line shows where it will be. */
import type { Editor } from '@tiptap/core'
import { useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './block-tools.module.css'
import { startDrag } from './drag.ts'
import { Edge } from './edge.tsx'
import { elementAt, usePlaced } from './place-over.ts'

const MIN_WIDTH_PX = 48
const MAX_WIDTH_PX = 1200
const STEP_PX = 16

interface Place {
  readonly left: number
  readonly width: number
}

export function TableEdges({ editor, table }: { readonly editor: Editor; readonly table: number }) {
  const { t } = useTranslator()
  const box = useRef<HTMLDivElement>(null)
  const [edges, setEdges] = useState<readonly Place[]>([])
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
  const bounded = (width: number): number => Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, width)))
  const setWidth = (index: number, width: number | null): void =>
    void editor.commands.setColumnWidth(width === null ? null : bounded(width), { table, index })
  const begin = (index: number, width: number) => (event: React.PointerEvent) => {
    event.preventDefault()
    startDrag(event, {
      move: (by) => setDragged((edges[index]?.left ?? 0) + bounded(width + by) - width),
      end: (by) => {
        setDragged(undefined)
        if (by !== undefined && by !== 0) setWidth(index, width + by)
      },
    })
  }
  return (
    <div ref={box} className={styles.edges}>
      {edges.map(({ left, width }, index) =>
        left < 0 ? null : (
          <Edge
            // biome-ignore lint/suspicious/noArrayIndexKey: reason: edges have no names but their order
            key={index}
            className={styles.edge}
            style={{ left }}
            label={t('table.resize', { number: index + 1 })}
            index={index}
            now={Math.round(width)}
            least={MIN_WIDTH_PX}
            most={MAX_WIDTH_PX}
            onPointerDown={begin(index, width)}
            onStep={(direction) => setWidth(index, width + direction * STEP_PX)}
            onReset={() => setWidth(index, null)}
          />
        ),
      )}
      {dragged === undefined ? null : <div className={styles.guide} style={{ left: dragged }} />}
    </div>
  )
}
