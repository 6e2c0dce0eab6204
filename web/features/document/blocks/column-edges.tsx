'use client'
/** The gaps between columns, to be dragged: they stand where the pointer is, over the columns it is over. */
import type { Editor } from '@tiptap/core'
import { useEffect, useRef, useState } from 'react'
import styles from './block-tools.module.css'
import { startDrag } from './drag.ts'
import { usePlaced, within } from './place-over.ts'

/** No column is narrower than this part of the row, in per cent. */
const MIN_SHARE = 12

export function ColumnEdges({ editor }: { readonly editor: Editor }) {
  const [columns, setColumns] = useState<HTMLElement>()
  useEffect(() => {
    const { view } = editor
    const onPointer = ({ target }: Event): void => {
      if (!(target instanceof Element) || target.closest('[data-column-edges]')) return
      const found = target.closest('.columns')
      setColumns(found instanceof HTMLElement && view.dom.contains(found) ? found : undefined)
    }
    document.addEventListener('pointerover', onPointer, { passive: true })
    return () => document.removeEventListener('pointerover', onPointer)
  }, [editor])
  return columns?.isConnected ? <Edges key={columns.dataset['id']} editor={editor} columns={columns} /> : null
}

function Edges({ editor, columns }: { readonly editor: Editor; readonly columns: HTMLElement }) {
  const box = useRef<HTMLDivElement>(null)
  const [gaps, setGaps] = useState<readonly number[]>([])
  const [dragged, setDragged] = useState<number>()
  usePlaced(editor, box, [columns], (frame) => {
    if (!box.current) return
    const area = within(frame, columns.getBoundingClientRect())
    box.current.style.translate = `${area.left}px ${area.top}px`
    box.current.style.height = `${area.height}px`
    const parts = [...columns.children].map((column) => within(frame, column.getBoundingClientRect()))
    // Stacked, as on a phone, there is nothing between them to drag.
    const isRow = parts.every(({ top }) => Math.abs(top - (parts[0]?.top ?? 0)) < 2)
    const found = isRow
      ? parts.slice(1).map(({ left }, index) => {
          const before = parts[index]
          return Math.round((left + (before ? before.left + before.width : left)) / 2 - area.left)
        })
      : []
    if (JSON.stringify(found) !== JSON.stringify(gaps)) setGaps(found)
  })
  const begin = (index: number) => (event: React.PointerEvent) => {
    event.preventDefault()
    const widths = [...columns.children].map((column) => column.getBoundingClientRect().width)
    const total = widths.reduce((sum, width) => sum + width, 0)
    const [left = 0, right = 0] = [widths[index], widths[index + 1]]
    const least = (total * MIN_SHARE) / 100
    const bounded = (by: number) => Math.min(Math.max(by, least - left), right - least)
    startDrag(event, {
      move: (by) => setDragged((gaps[index] ?? 0) + bounded(by)),
      end: (by) => {
        setDragged(undefined)
        if (by === undefined || by === 0) return
        const wanted = widths.map((width, at) =>
          at === index ? width + bounded(by) : at === index + 1 ? width - bounded(by) : width,
        )
        share(editor, columns, wanted)
      },
    })
  }
  return (
    <div ref={box} className={styles.columnEdges} data-column-edges="" aria-hidden="true">
      {gaps.map((left, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: reason: gaps have no names but their order
        <div key={index} className={styles.columnEdge} style={{ left }} onPointerDown={begin(index)} />
      ))}
      {dragged === undefined ? null : <div className={styles.guide} style={{ left: dragged }} />}
    </div>
  )
}

/** Widths as shares of a hundred, so that they hold on any screen. */
function share({ state, view }: Editor, columns: HTMLElement, widths: readonly number[]): void {
  const position = view.posAtDOM(columns, 0) - 1
  const node = state.doc.nodeAt(position)
  if (node?.type.name !== 'columns' || node.childCount !== widths.length) return
  const total = widths.reduce((sum, width) => sum + width, 0)
  const { tr } = state
  let at = position + 1
  node.forEach((column, _offset, index) => {
    const part = Math.min(100, Math.max(1, Math.round(((widths[index] ?? 0) / total) * 100)))
    tr.setNodeAttribute(at, 'width', part)
    at += column.nodeSize
  })
  view.dispatch(tr)
}
