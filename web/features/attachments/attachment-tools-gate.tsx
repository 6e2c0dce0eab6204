'use client'
/** The tools of pictures, videos and files are loaded when one is first selected. */
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import dynamic from 'next/dynamic'
import { useEditorState } from '../document/use-editor-state.ts'

const AttachmentTools = dynamic(() => import('./attachment-tools.tsx').then((module) => module.AttachmentTools), {
  ssr: false,
})

export function AttachmentToolsGate({ editor }: { readonly editor: Editor }) {
  const wanted = useEditorState({
    editor,
    selector: ({ editor: { state, isEditable } }) =>
      isEditable &&
      state.selection instanceof NodeSelection &&
      ['image', 'video', 'file'].includes(state.selection.node.type.name),
  })
  return wanted ? <AttachmentTools editor={editor} /> : null
}
