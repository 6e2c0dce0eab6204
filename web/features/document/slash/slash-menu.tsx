'use client'
/** The menu at a typed `/`: every block there is. */
import type { Editor } from '@tiptap/core'
import { useTranslator } from '../../language/language-provider.tsx'
import { platformOf, shortcut } from '../keys.ts'
import { SignList, type SignOption } from '../signs/sign-list.tsx'
import type { SignQuery } from '../signs/sign-query.ts'
import { matchingItems } from './slash-items.ts'

export function SlashMenu({ editor, query }: { readonly editor: Editor; readonly query: SignQuery }) {
  const { t } = useTranslator()
  const platform = platformOf(navigator.platform)
  const options = matchingItems(query.text, t).map(
    ({ name, command, icon: Icon }): SignOption => ({
      key: name,
      picture: <Icon aria-hidden="true" />,
      label: t(command.label),
      shortcut: command.keys === '' ? '' : shortcut(command.keys, platform),
      choose: () => {
        editor.commands.takeSignQuery()
        command.run(editor)
      },
    }),
  )
  return <SignList editor={editor} query={query} label={t('slash.label')} options={options} />
}
