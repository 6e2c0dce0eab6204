/** What the editor can do, and what ties it to the document: the one place that names Tiptap extensions. */
import type { DocumentConnection } from '@dure/client'
import type { Extensions } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import { Placeholder } from '@tiptap/extensions'
import StarterKit from '@tiptap/starter-kit'
import { RemoteCarets } from './remote-carets.ts'
import { SlashMenuState } from './slash/slash-query.ts'

export interface EditorOptions {
  readonly connection: DocumentConnection
  /** What stands in an empty document. */
  readonly placeholder: string
  /** Whose caret it is, as its label says. */
  readonly caretOf: (clientId: number) => { readonly name: string; readonly colour: string } | undefined
}

export function editorExtensions({ connection, placeholder, caretOf }: EditorOptions): Extensions {
  return [
    StarterKit.configure({
      // Undo is the collaboration's: it takes back one's own edits and nobody else's.
      undoRedo: false,
      // It writes a paragraph of its own into every document that is merely opened.
      trailingNode: false,
      heading: { levels: [1, 2, 3] },
      link: { openOnClick: false, defaultProtocol: 'https' },
      dropcursor: { color: 'var(--accent)', width: 2 },
    }),
    Placeholder.configure({ placeholder }),
    Collaboration.configure({ document: connection.doc, field: 'default' }),
    SlashMenuState,
    RemoteCarets.configure({ awareness: connection.awareness, caretOf }),
  ]
}
