'use client'
/** Where tools of blocks stand: over the text's frame, at the block's edges, and there still when anything has moved. */
import type { Editor } from '@tiptap/core'
import { type RefObject, useLayoutEffect } from 'react'

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The element that the editor shows a node as. */
export function elementAt({ view }: Editor, position: number): HTMLElement | undefined {
  const dom = view.isDestroyed ? null : view.nodeDOM(position)
  return dom instanceof HTMLElement ? dom : undefined
}

/**
 * Calls `place` with the frame that `layer` stands in, now, after each transaction of the editor, and whenever one of
 * the elements changes its size or scrolls.
 */
export function usePlaced(
  editor: Editor,
  layer: RefObject<HTMLElement | null>,
  watched: readonly (HTMLElement | undefined)[],
  place: (frame: DOMRect) => void,
): void {
  useLayoutEffect(() => {
    const update = (): void => {
      const frame = layer.current?.offsetParent?.getBoundingClientRect()
      if (frame && !editor.isDestroyed) place(frame)
    }
    update()
    const observer = new ResizeObserver(update)
    observer.observe(editor.view.dom)
    for (const element of watched) if (element) observer.observe(element)
    editor.on('transaction', update)
    // Of what scrolls within the page: a wide table, a long line of code.
    editor.view.dom.addEventListener('scroll', update, { capture: true, passive: true })
    return () => {
      observer.disconnect()
      editor.off('transaction', update)
      editor.view.dom.removeEventListener('scroll', update, { capture: true })
    }
  })
}

export const within = (frame: DOMRect, { left, top, width, height }: DOMRect): Box => ({
  left: left - frame.left,
  top: top - frame.top,
  width,
  height,
})
