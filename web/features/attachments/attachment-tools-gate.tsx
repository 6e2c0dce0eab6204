'use client'
/** The tools of pictures, videos and files are loaded when one is first selected. */
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { lazily } from '../../ui/lazily.tsx'
import { useEditorState } from '../document/use-editor-state.ts'

const AttachmentTools = lazily(async () => (await import('./attachment-tools.tsx')).AttachmentTools)

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
