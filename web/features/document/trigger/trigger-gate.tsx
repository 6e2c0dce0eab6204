'use client'
/** The menus at `@` and `:` are loaded with the first such sign. */
import type { DocumentConnection } from '@dure/client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { peopleIn } from '../../presence/people.ts'
import { triggerQuery } from './trigger-query.ts'

const TriggerMenu = dynamic(() => import('./trigger-menu.tsx').then((module) => module.TriggerMenu), { ssr: false })

export function TriggerGate({
  editor,
  connection,
  documentId,
}: {
  readonly editor: Editor
  readonly connection: DocumentConnection
  readonly documentId: string
}) {
  const query = useEditorState({ editor, selector: ({ editor: now }) => triggerQuery(now.state) })
  const isOpen = query !== null
  // Who is here when the menu opens: it does not change under the hand of who chooses.
  const present = useMemo(() => {
    const { awareness } = connection
    return isOpen ? peopleIn(awareness.getStates(), awareness.clientID, 'self') : []
  }, [connection, isOpen])
  return query ? <TriggerMenu editor={editor} query={query} present={present} documentId={documentId} /> : null
}
