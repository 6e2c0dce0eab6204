'use client'
/** The text: Dure's editor on the document's Y.Doc. The only file, with editor-extensions.ts, that builds an editor. */
import './document-editor.css'
import './blocks/blocks.css'
import type { DocumentConnection } from '@dure/client'
import { EditorUndo } from '@dure/editor'
import { Editor, type EditorOptions } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useNotices } from '../../ui/notice.tsx'
import { AttachmentToolsGate } from '../attachments/attachment-tools-gate.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { BlockToolsGate } from './blocks/block-tools-gate.tsx'
import styles from './document-editor.module.css'
import { editorExtensions } from './editor-extensions.ts'
import { DocumentExtras, SelectionMenu, SignMenus } from './lazy-tools.ts'

/** The caret is kept this far from the window's edges: the header covers the upper one. */
const CARET_MARGIN_PX = { top: 128, bottom: 72, left: 0, right: 0 }

/**
 * The editor of a document, from when its first content is here: null until then. It is made before the browser paints,
 * and let go of after everything that works on it has.
 */
export function useDocumentEditor(
  /** Undefined until the browser runs it. */
  connection: DocumentConnection | undefined,
  documentId: string,
  isHere: boolean,
  editable: boolean,
  /** Whose uploads on this device they are. */
  owner: string,
): Editor | null {
  const translator = useTranslator()
  const { t } = translator
  const notices = useNotices()
  const [editor, setEditor] = useState<Editor | null>(null)
  const label = t('document.body-label')
  const make = useEffectEvent(
    (on: DocumentConnection) =>
      new Editor({
        extensions: editorExtensions({
          connection: on,
          undo: new EditorUndo(on.doc),
          documentId,
          drawn: drawnBlocks(),
          translator,
          placeholder: { document: t('document.placeholder'), block: t('document.block-placeholder') },
          attachments: {
            documentId,
            owner,
            connection: on,
            translator,
            notify: (title, text) => notices({ kind: 'trouble', title, text }),
          },
        }),
        editable,
        // Its style element would need the page's nonce; document-editor.module.css has what is needed.
        injectCSS: false,
        editorProps: editorProps(label),
      }),
  )
  useLayoutEffect(() => {
    if (!(connection && isHere)) return
    const made = make(connection)
    setEditor(made)
    return () => setEditor(null)
  }, [connection, isHere])
  useEffect(() => {
    if (!editor) return
    return () => void setTimeout(() => editor.destroy())
  }, [editor])

  useEffect(() => {
    if (editor && editor.isEditable !== editable) editor.setEditable(editable, false)
  }, [editor, editable])
  useEffect(() => {
    if (editor && editor.view.dom.ariaLabel !== label) editor.setOptions({ editorProps: editorProps(label) })
  }, [editor, label])

  return editor
}

/** As the server drew them (opening-document.tsx). */
const drawnBlocks = (): number => document.querySelectorAll('[data-testid="drawn-text"] .tiptap > *').length

const editorProps = (label: string): EditorOptions['editorProps'] => ({
  scrollMargin: CARET_MARGIN_PX,
  scrollThreshold: CARET_MARGIN_PX,
  attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: styles.text ?? '' },
})

/** At once: a frame later, the first letters of a fast writer would still go to the title. */
export function focusStart({ view }: Editor): void {
  view.dispatch(view.state.tr.setSelection(Selection.atStart(view.state.doc)).scrollIntoView())
  view.focus()
}

export function DocumentText({
  editor,
  editable,
  connection,
  documentId,
}: {
  readonly editor: Editor
  readonly editable: boolean
  readonly connection: DocumentConnection
  readonly documentId: string
}) {
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // It was made in an element of its own, where others' carets are drawn, too.
    body.current?.append(...(editor.view.dom.parentNode?.childNodes ?? []))
    editor.view.updateRoot()
    // What it took until one could write: bench and budget are measured to here.
    performance.mark('dure:editor')
  }, [editor])
  return (
    <div className={styles.frame}>
      <div ref={body} className={styles.body} />
      <SignMenus editor={editor} connection={connection} documentId={documentId} />
      <SelectionMenu editor={editor} />
      <BlockToolsGate editor={editor} />
      <DocumentExtras editor={editor} editable={editable} />
      <AttachmentToolsGate editor={editor} />
    </div>
  )
}
