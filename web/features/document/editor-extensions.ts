/** What the editor can do, and what ties it to the document: the one place that names editor extensions. */
import type { DocumentConnection } from '@dure/client'
import { createEditorExtensions, type EditorUndo } from '@dure/editor'
import type { Extensions } from '@tiptap/core'
import { Dropcursor, Gapcursor, Selection } from '@tiptap/extensions'
import { SlashMenuState } from './slash/slash-query.ts'

export interface EditorOptions {
  readonly connection: DocumentConnection
  /** One's own edits, kept as long as the document is open. */
  readonly undo: EditorUndo
  /** What stands in an empty document, and in the empty block at the caret. */
  readonly placeholder: { readonly document: string; readonly block: string }
}

export function editorExtensions({ connection, undo, placeholder }: EditorOptions): Extensions {
  return [
    ...createEditorExtensions({ doc: connection.doc, undo, awareness: connection.awareness, placeholder }),
    Dropcursor.configure({ color: 'var(--accent)', width: 2 }),
    Gapcursor,
    Selection.configure({ className: 'selection-kept' }),
    SlashMenuState,
  ]
}
