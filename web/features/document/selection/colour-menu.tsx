'use client'
/** Colours of the text and of its ground. */
import type { Editor } from '@tiptap/core'
import { Baseline } from 'lucide-react'
import { lazily } from '../../../ui/lazily.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { ToolbarButton } from '../../../ui/toolbar.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import toolbar from '../text-toolbar.module.css'
import { useEditorState } from '../use-editor-state.ts'
import type { Ground } from './swatches.tsx'

const ColourSwatches = lazily(async () => (await import('./colour-swatches.tsx')).ColourSwatches)

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
    <Menu
      finalFocus={() => editor.view.dom}
      onOpenChange={onOpenChange}
      trigger={
        <ToolbarButton
          className={toolbar.button}
          aria-label={t('colour.label')}
          data-tooltip={t('colour.label')}
          // Until the menu takes the focus it stays in the text: the bar that this is part of is there for the text.
          onMouseDown={(event) => event.preventDefault()}
        >
          <Baseline aria-hidden="true" />
        </ToolbarButton>
      }
    >
      <ColourSwatches
        held={held}
        onChoose={(ground, colour) =>
          void (ground === 'color' ? editor.commands.setTextColor(colour) : editor.commands.setHighlight(colour))
        }
      />
    </Menu>
  )
}

/** Empty for none. */
function colourOf(editor: Editor, mark: Ground): string {
  const colour: unknown = editor.isActive(mark) ? editor.getAttributes(mark)['color'] : ''
  return typeof colour === 'string' ? colour : ''
}
