/** What the editor can do, and what ties it to the document: the one place that names editor extensions. */
import type { DocumentConnection } from '@dure/client'
import { createEditorExtensions, type EditorUndo } from '@dure/editor'
import type { Extensions } from '@tiptap/core'
import { Dropcursor } from '@tiptap/extensions/drop-cursor'
import { Gapcursor } from '@tiptap/extensions/gap-cursor'
import { Selection } from '@tiptap/extensions/selection'
import { attachmentUrl } from '../attachments/attachment-address.ts'
import { AttachmentBlocks, type AttachmentOptions } from '../attachments/attachment-blocks.ts'
import type { Translator } from '../language/translate.ts'
import { BlockViews } from './blocks/block-views.ts'
import { Diagrams } from './blocks/diagrams.ts'
import { foldStore } from './blocks/fold-store.ts'
import { loadHighlighter } from './blocks/load-highlighter.ts'
import { TableFrames } from './blocks/table-frames.ts'
import { SignMenuState } from './signs/sign-menu-state.ts'

export interface EditorOptions {
  readonly connection: DocumentConnection
  /** One's own edits, kept as long as the document is open. */
  readonly undo: EditorUndo
  /** What stands in an empty document, and in the empty block at the caret. */
  readonly placeholder: { readonly document: string; readonly block: string }
  readonly documentId: string
  /** Blocks that the page shows already. */
  readonly drawn: number
  readonly translator: Translator
  readonly attachments: AttachmentOptions
}

export function editorExtensions(options: EditorOptions): Extensions {
  const { connection, undo, drawn, placeholder, documentId, translator, attachments } = options
  return [
    ...createEditorExtensions({
      doc: connection.doc,
      undo,
      drawn,
      awareness: connection.awareness,
      placeholder,
      loadHighlighter,
      folding: { store: foldStore(documentId), label: translator.t('tools.fold') },
      attachmentUrl: (id) => attachmentUrl(documentId, id),
    }),
    AttachmentBlocks.configure({ attachments }),
    Dropcursor.configure({ color: 'var(--accent)', width: 2 }),
    Gapcursor,
    Selection.configure({ className: 'selection-kept' }),
    SignMenuState,
    BlockViews.configure({ translator }),
    TableFrames.configure({ label: translator.t('block.table') }),
    Diagrams.configure({ translator }),
  ]
}
