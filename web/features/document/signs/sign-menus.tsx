'use client'
/** The menu at the sign that was typed. */
import type { DocumentConnection } from '@dure/client'
import type { Editor } from '@tiptap/core'
import { EmojiMenu } from '../emoji/emoji-menu.tsx'
import { MentionMenu } from '../mention/mention-menu.tsx'
import { SlashMenu } from '../slash/slash-menu.tsx'
import { useEditorState } from '../use-editor-state.ts'
import { signQuery } from './sign-menu-state.ts'

export function SignMenus({
  editor,
  connection,
  documentId,
}: {
  readonly editor: Editor
  readonly connection: DocumentConnection
  readonly documentId: string
}) {
  const query = useEditorState({ editor, selector: ({ editor: now }) => signQuery(now.state) })
  switch (query?.sign) {
    case '/':
      return <SlashMenu editor={editor} query={query} />
    case '@':
      return <MentionMenu editor={editor} query={query} awareness={connection.awareness} documentId={documentId} />
    case ':':
      return <EmojiMenu editor={editor} query={query} />
    case undefined:
      return null
  }
}
