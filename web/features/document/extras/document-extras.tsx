'use client'
/** What stands around the text and is not needed for reading and typing: loaded when the text is there. */
import type { Editor } from '@tiptap/core'
import { useLayoutEffect, useRef } from 'react'
import gutterStyles from '../gutter/block-gutter.module.css'
import { BlockGutter } from '../gutter/block-gutter.tsx'
import { boxAt } from '../gutter/block-place.ts'
import { Outline } from '../outline/outline.tsx'
import { useBlockLink } from './use-block-link.ts'

export function DocumentExtras({ editor, editable }: { readonly editor: Editor; readonly editable: boolean }) {
  const shown = useBlockLink(editor)
  return (
    <>
      {editable ? <BlockGutter editor={editor} /> : null}
      <Outline editor={editor} />
      {shown === undefined ? null : <Flash key={shown} editor={editor} start={shown} />}
    </>
  )
}

/** Over the block, outside of the editable content. */
function Flash({ editor, start }: { readonly editor: Editor; readonly start: number }) {
  const flash = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const frame = flash.current?.offsetParent?.getBoundingClientRect()
    const rect = boxAt(editor, start)?.rect
    if (!flash.current || !frame || !rect) return
    flash.current.style.translate = `${rect.left - frame.left - 8}px ${rect.top - frame.top - 4}px`
    flash.current.style.width = `${rect.width + 16}px`
    flash.current.style.height = `${rect.height + 8}px`
  }, [editor, start])
  return <div ref={flash} className={gutterStyles.flash} data-testid="block-flash" />
}
