'use client'
/** The menu at a typed `@`: people, pages and dates. */
import type { Editor } from '@tiptap/core'
import { CalendarDays, FileText, type LucideIcon, UserRound } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { useTranslator } from '../../language/language-provider.tsx'
import { peopleIn } from '../../presence/people.ts'
import { SignList, type SignOption } from '../signs/sign-list.tsx'
import type { SignQuery } from '../signs/sign-query.ts'
import { useFound } from '../signs/use-found.ts'
import { type MentionItem, mentionItems } from './mention-items.ts'

const ICONS: Readonly<Record<MentionItem['of'], LucideIcon>> = {
  person: UserRound,
  document: FileText,
  date: CalendarDays,
}

export function MentionMenu({
  editor,
  query,
  awareness,
  documentId,
}: {
  readonly editor: Editor
  readonly query: SignQuery
  readonly awareness: Awareness
  readonly documentId: string
}) {
  const translator = useTranslator()
  // Who else is here when the menu opens: it does not change under the hand of who chooses.
  const [present] = useState(() =>
    peopleIn(awareness.getStates(), awareness.clientID, 'self').filter(({ isSelf }) => !isSelf),
  )
  const find = useCallback(
    (text: string) => mentionItems(text, { translator, present, documentId }),
    [translator, present, documentId],
  )
  const { text } = query
  const found = useFound(text, find)
  const options = found.items.map(({ of, target, label, hint }): SignOption => {
    const Icon = ICONS[of]
    return {
      key: `${of} ${target}`,
      picture: <Icon aria-hidden="true" />,
      label,
      hint,
      choose: () => {
        // A date is its day; how it is written is each reader's own.
        const attrs = { of, target, label: of === 'date' ? target : label }
        editor
          .chain()
          .takeSignQuery()
          .insertContent([
            { type: 'mention', attrs },
            { type: 'text', text: ' ' },
          ])
          .run()
        editor.view.focus()
      },
    }
  })
  // A sentence after the sign that fits nobody is a sentence.
  if (options.length === 0 && (found.text === undefined || text.includes(' '))) return null
  return (
    <SignList
      editor={editor}
      query={query}
      label={translator.t('mention.label')}
      options={options}
      areCurrent={found.text === text}
    />
  )
}
