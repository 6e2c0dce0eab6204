'use client'
/**
 * Tools of blocks are loaded when a block that has some is first touched: the caret comes into it, or the pointer over
 * code. Until then this is all there is of them.
 */
import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { lazily } from '../../../ui/lazily.tsx'
import { useEditorState } from '../use-editor-state.ts'
import { blockPlaces, hasTools } from './block-place.ts'

const BlockTools = lazily(async () => (await import('./block-tools.tsx')).BlockTools)

export function BlockToolsGate({ editor }: { readonly editor: Editor }) {
  const [wanted, setWanted] = useState(false)
  const touched = useEditorState({ editor, selector: ({ editor: now }) => hasTools(blockPlaces(now)) })
  useEffect(() => {
    if (wanted) return
    if (touched) setWanted(true)
    const { dom } = editor.view
    const onPointer = ({ target }: Event): void => {
      if (target instanceof Element && target.closest('pre, table, .columns')) setWanted(true)
    }
    dom.addEventListener('pointerover', onPointer, { passive: true })
    return () => dom.removeEventListener('pointerover', onPointer)
  }, [editor, touched, wanted])
  return wanted ? <BlockTools editor={editor} /> : null
}
