'use client'
/** The menu at a typed `:`. A whole shortcode, as `:smile:`, needs no choice. */
import type { Editor } from '@tiptap/core'
import { useCallback, useEffect } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import { SignList, type SignOption } from '../signs/sign-list.tsx'
import type { SignQuery } from '../signs/sign-query.ts'
import { useFound } from '../signs/use-found.ts'
import { findEmoji, loadEmoji } from './emoji.ts'

export function EmojiMenu({ editor, query }: { readonly editor: Editor; readonly query: SignQuery }) {
  const { t, language } = useTranslator()
  const find = useCallback(
    async (text: string) => findEmoji(await loadEmoji(language).catch(() => []), text),
    [language],
  )
  const { text } = query
  const found = useFound(text, find)
  const areCurrent = found.text === text
  const options = found.items.map(
    ({ unicode, label }): SignOption => ({
      key: unicode,
      picture: <span aria-hidden="true">{unicode}</span>,
      label,
      choose: () => {
        editor.chain().takeSignQuery().insertContent(unicode).run()
        editor.view.focus()
      },
    }),
  )
  const spelled = areCurrent && text.length > 2 && text.endsWith(':') ? options[0] : undefined
  useEffect(() => spelled?.choose())

  // A colon in a sentence opens nothing, and a word after it that means nothing neither.
  if (text === '' || options.length === 0) return null
  return <SignList editor={editor} query={query} label={t('emoji.label')} options={options} areCurrent={areCurrent} />
}
