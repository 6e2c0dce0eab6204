'use client'
/** The gaps between columns, to be dragged or moved by arrow keys: over the columns at the pointer, else at the caret. */
import type { Editor } from '@tiptap/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './block-tools.module.css'
import { startDrag } from './drag.ts'
import { Edge } from './edge.tsx'
import { elementAt, usePlaced, within } from './place-over.ts'

/** No column is narrower than this part of the row, in per cent. */
const MIN_SHARE = 12
/** What an arrow key moves an edge by, in per cent of the row. */
const STEP = 4

/** @param caretIn The columns around the caret. */
export function ColumnEdges({ editor, caretIn }: { readonly editor: Editor; readonly caretIn: number | undefined }) {
  const [hovered, setHovered] = useState<HTMLElement>()
  useEffect(() => {
    const { view } = editor
    const onPointer = ({ target }: Event): void => {
      if (!(target instanceof Element) || target.closest('[data-column-edges]')) return
      const found = target.closest('.columns')
      setHovered(found instanceof HTMLElement && view.dom.contains(found) ? found : undefined)
    }
    document.addEventListener('pointerover', onPointer, { passive: true })
    return () => document.removeEventListener('pointerover', onPointer)
  }, [editor])
  const columns = hovered?.isConnected ? hovered : caretIn === undefined ? undefined : elementAt(editor, caretIn)
  return columns?.isConnected ? <Edges key={columns.dataset['id']} editor={editor} columns={columns} /> : null
}

interface Gap {
  readonly left: number
  /** Of the column before it, and of both beside it, in per cent of the row. */
  readonly share: number
  readonly both: number
}

function Edges({ editor, columns }: { readonly editor: Editor; readonly columns: HTMLElement }) {
  const { t } = useTranslator()
  const box = useRef<HTMLDivElement>(null)
  const [gaps, setGaps] = useState<readonly Gap[]>([])
  const [dragged, setDragged] = useState<number>()
  usePlaced(editor, box, [columns], (frame) => {
    if (!box.current) return
    const area = within(frame, columns.getBoundingClientRect())
    box.current.style.translate = `${area.left}px ${area.top}px`
    box.current.style.height = `${area.height}px`
    const parts = [...columns.children].map((column) => within(frame, column.getBoundingClientRect()))
    const total = parts.reduce((sum, { width }) => sum + width, 0)
    const part = (width: number): number => Math.round((width / total) * 100)
    // Stacked, as on a phone, there is nothing between them to drag.
    const isRow = parts.every(({ top }) => Math.abs(top - (parts[0]?.top ?? 0)) < 2)
    const found = isRow
      ? parts.slice(1).map(({ left, width }, index) => {
          const before = parts[index] ?? { left, width: 0 }
          const middle = Math.round((left + before.left + before.width) / 2 - area.left)
          return { left: middle, share: part(before.width), both: part(before.width + width) }
        })
      : []
    if (JSON.stringify(found) !== JSON.stringify(gaps)) setGaps(found)
  })
  /** The widths after an edge went so far, by no more than its columns have. */
  const moved = (index: number, by: number): readonly number[] => {
    const widths = [...columns.children].map((column) => column.getBoundingClientRect().width)
    const least = (widths.reduce((sum, width) => sum + width, 0) * MIN_SHARE) / 100
    const [left = 0, right = 0] = [widths[index], widths[index + 1]]
    const bounded = Math.min(Math.max(by, least - left), right - least)
    return widths.map((width, at) => (at === index ? width + bounded : at === index + 1 ? width - bounded : width))
  }
  const share = (widths: readonly number[]): void =>
    void editor.commands.setColumnShares(editor.view.posAtDOM(columns, 0) - 1, widths)
  const begin = (index: number) => (event: React.PointerEvent) => {
    event.preventDefault()
    const from = moved(index, 0)[index] ?? 0
    startDrag(event, {
      move: (by) => setDragged((gaps[index]?.left ?? 0) + (moved(index, by)[index] ?? 0) - from),
      end: (by) => {
        setDragged(undefined)
        if (by !== undefined && by !== 0) share(moved(index, by))
      },
    })
  }
  const step = (index: number, direction: 1 | -1): void => {
    const total = moved(index, 0).reduce((sum, width) => sum + width, 0)
    share(moved(index, (total * STEP * direction) / 100))
  }
  return (
    <div ref={box} className={styles.columnEdges} data-column-edges="">
      {gaps.map(({ left, share: now, both }, index) => (
        <Edge
          // biome-ignore lint/suspicious/noArrayIndexKey: reason: gaps have no names but their order
          key={index}
          className={styles.columnEdge}
          style={{ left }}
          label={t('columns.resize', { number: index + 1 })}
          index={index}
          now={now}
          least={MIN_SHARE}
          most={Math.max(MIN_SHARE, both - MIN_SHARE)}
          onPointerDown={begin(index)}
          onStep={(direction) => step(index, direction)}
          onReset={() => void editor.commands.setColumnShares(editor.view.posAtDOM(columns, 0) - 1, null)}
        />
      ))}
      {dragged === undefined ? null : <div className={styles.guide} style={{ left: dragged }} />}
    </div>
  )
}
