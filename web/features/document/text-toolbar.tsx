'use client'
/** The toolbar: one stop of the Tab key, arrows within; Alt+F10 comes here from the text and Escape goes back. */
import type { Editor } from '@tiptap/core'
import {
  Bold,
  Code,
  Image as ImageIcon,
  Italic,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Paperclip,
  Redo2,
  SquareCode,
  Strikethrough,
  TextQuote,
  Underline,
  Undo2,
} from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Toolbar, ToolbarButton } from '../../ui/toolbar.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { platformOf, shortcut } from './keys.ts'
import { KindMenu } from './kind-menu.tsx'
import { BLOCKS, INSERTS, MARKS, REDO, type TextCommand, UNDO } from './text-commands.ts'
import styles from './text-toolbar.module.css'
import { useEditorState } from './use-editor-state.ts'

const GROUPS: readonly (readonly (readonly [name: string, command: TextCommand, icon: LucideIcon])[])[] = [
  [
    ['bold', MARKS.bold, Bold],
    ['italic', MARKS.italic, Italic],
    ['underline', MARKS.underline, Underline],
    ['strike', MARKS.strike, Strikethrough],
    ['code', MARKS.code, Code],
  ],
  [
    ['bullets', BLOCKS.bullets, List],
    ['numbers', BLOCKS.numbers, ListOrdered],
    ['tasks', BLOCKS.tasks, ListTodo],
    ['quote', BLOCKS.quote, TextQuote],
    ['code-block', BLOCKS['code-block'], SquareCode],
  ],
  [
    ['image', INSERTS.image, ImageIcon],
    ['file', INSERTS.file, Paperclip],
  ],
  [
    ['undo', UNDO, Undo2],
    ['redo', REDO, Redo2],
  ],
]

/** What is done, rather than on or off. */
const ACTIONS: ReadonlySet<TextCommand> = new Set([UNDO, REDO, INSERTS.image, INSERTS.file])

export function TextToolbar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslator()
  const bar = useRef<HTMLDivElement>(null)
  const { active } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      active: GROUPS.flat().flatMap(([name, command]) => (command.isActive(now) ? [name] : [])),
    }),
  })

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'F10' || !event.altKey) return
      event.preventDefault()
      bar.current?.querySelector<HTMLElement>('button')?.focus()
    }
    const { dom } = editor.view
    dom.addEventListener('keydown', onKeyDown)
    return () => dom.removeEventListener('keydown', onKeyDown)
  }, [editor])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') editor.view.focus()
  }

  return (
    <Toolbar ref={bar} className={styles.bar} aria-label={t('toolbar.label')} onKeyDown={onKeyDown}>
      {/* An open menu puts guards for the focus beside its trigger: the box keeps them from moving the row. */}
      <div className={styles.group}>
        <KindMenu editor={editor} />
      </div>
      {GROUPS.map((group) => (
        <div key={group[0]?.[0]} className={styles.group}>
          {group.map(([name, command, Icon]) => (
            <Tooltip
              key={name}
              text={t(command.label)}
              keys={command.keys === '' ? undefined : shortcut(command.keys, platformOf(navigator.platform))}
            >
              <ToolbarButton
                className={styles.button}
                aria-label={t(command.label)}
                aria-pressed={ACTIONS.has(command) ? undefined : active.includes(name)}
                // The selection stays where it is: the text keeps the focus while a pointer works the toolbar.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => command.run(editor)}
              >
                <Icon aria-hidden="true" />
              </ToolbarButton>
            </Tooltip>
          ))}
        </div>
      ))}
    </Toolbar>
  )
}
