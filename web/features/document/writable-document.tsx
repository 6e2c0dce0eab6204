'use client'
/** A document that is here: its look, title and text, with the tools that work on them. */
import type { DocumentConnection } from '@dure/client'
import type { Editor } from '@tiptap/core'
import { type ReactNode, useCallback, useLayoutEffect } from 'react'
import { DocumentText, focusStart } from './document-editor.tsx'
import { DocumentFrame } from './document-frame.tsx'
import { FindBar, TextToolbar } from './lazy-tools.ts'
import { LiveLook } from './look/live-look.tsx'
import { TitleField } from './title-field.tsx'

export function WritableDocument({
  frame,
  editor,
  connection,
  documentId,
  editable,
  onTitle,
  around,
}: {
  readonly frame: Omit<Parameters<typeof DocumentFrame>[0], 'children' | 'toolbar' | 'panel'>
  readonly editor: Editor
  readonly connection: DocumentConnection
  readonly documentId: string
  readonly editable: boolean
  readonly onTitle: (title: string) => void
  /** What stands around the text and works on it. */
  readonly around: ReactNode
}) {
  // What it took until one could write: bench and budget are measured to here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: of another editor it is said again
  useLayoutEffect(() => void performance.mark('dure:editor'), [editor])
  const toText = useCallback(() => focusStart(editor), [editor])
  return (
    <DocumentFrame
      {...frame}
      toolbar={editable ? <TextToolbar editor={editor} /> : null}
      panel={<FindBar editor={editor} />}
    >
      <LiveLook connection={connection} documentId={documentId} editor={editor} editable={editable} />
      <TitleField doc={connection.doc} editable={editable} onTitle={onTitle} onLeave={toText} />
      {around}
      <DocumentText editor={editor} editable={editable} connection={connection} documentId={documentId} />
    </DocumentFrame>
  )
}
