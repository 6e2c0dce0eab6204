'use client'
/** Colours of the text and of its ground. */
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Toolbar } from '@base-ui/react/toolbar'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { Baseline } from 'lucide-react'
import { MenuPopup } from '../../../ui/menu.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import toolbar from '../text-toolbar.module.css'
import { type Ground, Swatches } from './swatches.tsx'

export function ColourMenu({
  editor,
  onOpenChange,
}: {
  readonly editor: Editor
  readonly onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslator()
  const held = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ color: colourOf(now, 'color'), highlight: colourOf(now, 'highlight') }),
  })
  return (
    <BaseMenu.Root modal={false} onOpenChange={onOpenChange}>
      <Tooltip text={t('colour.label')}>
        <Toolbar.Button
          className={toolbar.button}
          aria-label={t('colour.label')}
          // Until the menu takes the focus it stays in the text: the bar that this is part of is there for the text.
          onMouseDown={(event) => event.preventDefault()}
          render={<BaseMenu.Trigger />}
        >
          <Baseline aria-hidden="true" />
        </Toolbar.Button>
      </Tooltip>
      <MenuPopup align="end" finalFocus={() => editor.view.dom}>
        <Swatches
          label={t('colour.text')}
          held={held.color}
          ground="color"
          onChoose={(colour) => void editor.commands.setTextColor(colour)}
        />
        <Swatches
          label={t('colour.highlight')}
          held={held.highlight}
          ground="highlight"
          onChoose={(colour) => void editor.commands.setHighlight(colour)}
        />
      </MenuPopup>
    </BaseMenu.Root>
  )
}

/** Empty for none. */
function colourOf(editor: Editor, mark: Ground): string {
  const colour: unknown = editor.isActive(mark) ? editor.getAttributes(mark)['color'] : ''
  return typeof colour === 'string' ? colour : ''
}
