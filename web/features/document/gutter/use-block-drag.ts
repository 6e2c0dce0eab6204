'use client'
/** Dragging blocks by their handle, with a mouse or a finger: where they would go is shown, and Escape lets them stay. */
import { type BlockRange, moveRange } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { boxAt, type DropPlace, dropAtPoint } from './block-place.ts'

/** A hand that presses trembles: less than this is no drag. */
const THRESHOLD_PX = 5
/** Within this of the window's edge (the header covers the upper one) the page scrolls, the faster the nearer. */
const EDGE_PX = { top: 150, bottom: 80 }
const FASTEST_PX = 16

export interface Drag {
  readonly range: BlockRange
  readonly drop: DropPlace | undefined
}

export interface BlockDrag {
  readonly drag: Drag | undefined
  /** Whether the press that just ended was a drag, and so is no click. */
  wasDrag(): boolean
  onPointerDown(event: ReactPointerEvent): void
}

/** @param take What the handle takes when it is pressed. @param onMoved Called when blocks went elsewhere. */
export function useBlockDrag(editor: Editor, take: () => BlockRange | undefined, onMoved: () => void): BlockDrag {
  const [drag, setDrag] = useState<Drag>()
  const dragged = useRef(false)
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])

  const onPointerDown = useCallback(
    (event: ReactPointerEvent): void => {
      const taken = event.button === 0 ? take() : undefined
      // The caret stays in the text.
      event.preventDefault()
      if (!taken) return
      let range = taken
      stop.current?.()
      dragged.current = false
      const listening = new AbortController()
      const { signal } = listening
      let point = { x: event.clientX, y: event.clientY }
      let frame = 0
      let current: DropPlace | undefined

      const look = (): void => {
        const dropped = dropAtPoint(editor, point.x, point.y)
        const own = dropped && dropped.place >= range.from && dropped.place <= range.to
        current = own ? undefined : dropped
        setDrag({ range, drop: current })
      }
      const step = (): void => {
        const speed = scrollSpeed(point.y)
        if (speed !== 0) scrollBy(0, speed)
        look()
        frame = requestAnimationFrame(step)
      }
      const end = (): void => {
        listening.abort()
        cancelAnimationFrame(frame)
        stop.current = undefined
        setDrag(undefined)
      }
      const drop = (): void => {
        const tr = dragged.current && current ? moveRange(editor.state, range, current.place) : undefined
        end()
        if (!tr) return
        editor.view.dispatch(tr)
        onMoved()
      }
      const onMove = (moved: PointerEvent): void => {
        if (moved.pointerId !== event.pointerId) return
        point = { x: moved.clientX, y: moved.clientY }
        const far = Math.hypot(point.x - event.clientX, point.y - event.clientY) > THRESHOLD_PX
        if (dragged.current || !far) return
        dragged.current = true
        frame = requestAnimationFrame(step)
      }
      const onKey = (key: KeyboardEvent): void => {
        if (key.key !== 'Escape') return
        key.preventDefault()
        key.stopPropagation()
        end()
      }
      addEventListener('pointermove', onMove, { signal })
      addEventListener('pointerup', drop, { signal })
      addEventListener('pointercancel', end, { signal })
      addEventListener('keydown', onKey, { signal, capture: true })
      // Others go on writing meanwhile: the blocks are where they are now.
      const onTransaction = ({ transaction }: { transaction: Transaction }): void => {
        range = mapRange(range, transaction)
        if (range.from >= range.to) end()
      }
      editor.on('transaction', onTransaction)
      signal.addEventListener('abort', () => editor.off('transaction', onTransaction))
      stop.current = end
    },
    [editor, take, onMoved],
  )
  return { drag, onPointerDown, wasDrag: () => dragged.current }
}

/** Where the blocks are after a change. */
export const mapRange = ({ from, to }: BlockRange, { mapping }: Transaction): BlockRange => ({
  from: mapping.map(from, 1),
  to: mapping.map(to, -1),
})

function scrollSpeed(y: number): number {
  const above = EDGE_PX.top - y
  const below = y - (innerHeight - EDGE_PX.bottom)
  if (above > 0) return -Math.ceil((FASTEST_PX * Math.min(above, EDGE_PX.top)) / EDGE_PX.top)
  if (below > 0) return Math.ceil((FASTEST_PX * Math.min(below, EDGE_PX.bottom)) / EDGE_PX.bottom)
  return 0
}

/** The boxes of the blocks in a range, as one, in the window. */
export function boxOfRange(editor: Editor, { from, to }: BlockRange): DOMRect | undefined {
  let box: DOMRect | undefined
  const $from = editor.state.doc.resolve(from)
  let position = from
  for (let index = $from.index(); position < to && index < $from.parent.childCount; index += 1) {
    const rect = boxAt(editor, position)?.rect
    if (rect) box = box ? around(box, rect) : rect
    position += $from.parent.child(index).nodeSize
  }
  return box
}

function around(one: DOMRect, other: DOMRect): DOMRect {
  const left = Math.min(one.left, other.left)
  const top = Math.min(one.top, other.top)
  return new DOMRect(left, top, Math.max(one.right, other.right) - left, Math.max(one.bottom, other.bottom) - top)
}
