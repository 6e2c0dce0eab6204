'use client'
/** What the block at the caret is, and what it can be turned into: a button of a toolbar. */
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Toolbar } from '@base-ui/react/toolbar'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { ChevronDown } from 'lucide-react'
import { MenuChoice, MenuPopup } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { platformOf, shortcut } from './keys.ts'
import { KINDS, type Kind, kindOf } from './text-commands.ts'
import styles from './text-toolbar.module.css'

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
    <BaseMenu.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <Tooltip text={t('toolbar.turn-into')}>
        <Toolbar.Button
          className={styles.kind}
          // Until the menu takes the focus it stays in the text: a bar over selected text is there for the text.
          onMouseDown={(event) => event.preventDefault()}
          render={<BaseMenu.Trigger />}
        >
          {t(KINDS[kind].label)}
          <ChevronDown aria-hidden="true" />
        </Toolbar.Button>
      </Tooltip>
      {/* Back to the text, where the person goes on writing. */}
      <MenuPopup align="start" finalFocus={() => editor.view.dom}>
        <BaseMenu.RadioGroup value={kind} onValueChange={choose}>
          {KIND_NAMES.map((name) => (
            <MenuChoice key={name} value={name} keys={shortcut(KINDS[name].keys, platform)}>
              <span className={styles[name]}>{t(KINDS[name].label)}</span>
            </MenuChoice>
          ))}
        </BaseMenu.RadioGroup>
      </MenuPopup>
    </BaseMenu.Root>
  )
}
