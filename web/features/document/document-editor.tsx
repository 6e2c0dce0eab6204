'use client'
/** The text: Tiptap on the document's Y.Doc. The only file, with editor-extensions.ts, that builds an editor. */
import type { DocumentConnection } from '@dure/client'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useRef } from 'react'
import { useTranslator } from '../language/language-provider.tsx'
import type { Person } from '../presence/people.ts'
import { personVariable } from '../presence/person-colour.ts'
import styles from './document-editor.module.css'
import { editorExtensions } from './editor-extensions.ts'
import { SlashMenu } from './slash/slash-menu.tsx'

/** The caret is kept this far from the window's edges: the header covers the upper one. */
const CARET_MARGIN_PX = { top: 128, bottom: 72, left: 0, right: 0 }

/** The editor of a document whose first content is here; null only while React sets it up. */
export function useDocumentEditor(
  connection: DocumentConnection,
  editable: boolean,
  people: readonly Person[],
): Editor | null {
  const { t } = useTranslator()
  const peopleNow = useRef(people)
  peopleNow.current = people

  const label = t('document.body-label')
  const editor = useEditor(
    {
      extensions: editorExtensions({
        connection,
        placeholder: t('document.placeholder'),
        caretOf: (clientId) => {
          const person = peopleNow.current.find((each) => each.clientIds.includes(clientId))
          return person && { name: person.name || t('presence.someone'), colour: personVariable(person.colour) }
        },
      }),
      editable,
      // This component exists in the browser only.
      immediatelyRender: true,
      // Its style element would need the page's nonce; document-editor.module.css has what is needed.
      injectCSS: false,
      editorProps: {
        scrollMargin: CARET_MARGIN_PX,
        scrollThreshold: CARET_MARGIN_PX,
        attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: styles.text ?? '' },
      },
    },
    [connection],
  )

  useEffect(() => {
    if (editor && editor.isEditable !== editable) editor.setEditable(editable, false)
  }, [editor, editable])

  return editor
}

export function DocumentText({ editor }: { readonly editor: Editor }) {
  return (
    <div className={styles.frame}>
      <EditorContent editor={editor} className={styles.body} />
      <SlashMenu editor={editor} />
    </div>
  )
}
