'use client'
/** What the block at the caret is, and what it can be turned into: a button of a toolbar. */
import type { Editor } from '@tiptap/core'
import { ChevronDown } from 'lucide-react'
import { Menu, MenuChoice, MenuChoices } from '../../ui/menu.tsx'
import { ToolbarButton } from '../../ui/toolbar.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { platformOf, shortcut } from './keys.ts'
import { KINDS, type Kind, kindOf } from './text-commands.ts'
import styles from './text-toolbar.module.css'
import { useEditorState } from './use-editor-state.ts'

const KIND_NAMES: readonly Kind[] = ['text', 'heading-1', 'heading-2', 'heading-3']

export function KindMenu({
  editor,
  onOpenChange,
}: {
  readonly editor: Editor
  readonly onOpenChange?: (open: boolean) => void
}) {
  const { t } = useTranslator()
  const kind = useEditorState({ editor, selector: ({ editor: now }) => kindOf(now) })
  const platform = platformOf(navigator.platform)
  const choose = (chosen: unknown): void => {
    const name = KIND_NAMES.find((each) => each === chosen)
    if (name) KINDS[name].run(editor)
  }
  return (
    // The focus goes back to the text, where the person goes on writing.
    <Menu
      align="start"
      finalFocus={() => editor.view.dom}
      {...(onOpenChange ? { onOpenChange } : {})}
      trigger={
        <ToolbarButton
          className={styles.kind}
          data-tooltip={t('toolbar.turn-into')}
          // Until the menu takes the focus it stays in the text: a bar over selected text is there for the text.
          onMouseDown={(event) => event.preventDefault()}
        >
          {t(KINDS[kind].label)}
          <ChevronDown aria-hidden="true" />
        </ToolbarButton>
      }
    >
      <MenuChoices value={kind} onChoose={choose}>
        {KIND_NAMES.map((name) => (
          <MenuChoice key={name} value={name} keys={shortcut(KINDS[name].keys, platform)}>
            <span className={styles[name]}>{t(KINDS[name].label)}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  )
}
