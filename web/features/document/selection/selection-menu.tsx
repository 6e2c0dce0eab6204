'use client'
/**
 * The small toolbar over selected text, and the card of a link at the caret. For pointers: by keyboard the same is in
 * the toolbar at the top and on shortcuts, and a finger's selection has the phone's own menu in this place.
 */
import { type Editor, isTextSelection } from '@tiptap/core'
import { Bold, Code, Italic, Link, type LucideIcon, Strikethrough, Underline } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Toolbar, ToolbarButton } from '../../../ui/toolbar.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { platformOf, shortcut } from '../keys.ts'
import { KindMenu } from '../kind-menu.tsx'
import { placeBeside } from '../placement.ts'
import { MARKS, type TextCommand } from '../text-commands.ts'
import toolbar from '../text-toolbar.module.css'
import { useEditorState } from '../use-editor-state.ts'
import { ColourMenu } from './colour-menu.tsx'
import { LinkCard } from './link-card.tsx'
import { LinkEditor } from './link-editor.tsx'
import { type LinkTarget, linkAt, linkTarget } from './link-target.ts'
import styles from './selection-menu.module.css'

const BUTTONS: readonly (readonly [name: string, command: TextCommand, icon: LucideIcon])[] = [
  ['bold', MARKS.bold, Bold],
  ['italic', MARKS.italic, Italic],
  ['underline', MARKS.underline, Underline],
  ['strike', MARKS.strike, Strikethrough],
  ['code', MARKS.code, Code],
]

export function SelectionMenu({ editor }: { readonly editor: Editor }) {
  const [linking, setLinking] = useState<LinkTarget>()
  const [menuOpen, setMenuOpen] = useState(false)
  const pressing = usePressing(editor)
  const { from, to, selected, link, editable, focused } = useEditorState({ editor, selector: readSelection })
  const edit = (): void => setLinking(linkTarget(editor.state))

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      if (!editor.isEditable) return
      event.preventDefault()
      setLinking(linkTarget(editor.state))
    }
    const { dom } = editor.view
    dom.addEventListener('keydown', onKeyDown)
    return () => dom.removeEventListener('keydown', onKeyDown)
  }, [editor])

  if (!editable) return null
  if (linking) {
    return (
      <Panel editor={editor} from={linking.from} to={linking.to} side="below">
        <LinkEditor editor={editor} target={linking} onDone={() => setLinking(undefined)} />
      </Panel>
    )
  }
  if (selected && !pressing && (focused || menuOpen) && !isFinger()) {
    return (
      <Panel editor={editor} from={from} to={to} side="above">
        <MarksBar editor={editor} onLink={edit} onMenu={setMenuOpen} />
      </Panel>
    )
  }
  if (link && focused) {
    return (
      <Panel editor={editor} from={link.from} to={link.to} side="below">
        <LinkCard editor={editor} link={link} onEdit={edit} />
      </Panel>
    )
  }
  return null
}

function readSelection({ editor }: { readonly editor: Editor }) {
  const { selection, doc } = editor.state
  const { from, to, empty } = selection
  const isText = isTextSelection(selection) && !empty && selection.$from.parent.attrs['kind'] !== 'code'
  return {
    from,
    to,
    selected: isText && doc.textBetween(from, Math.min(to, from + 200), ' ', ' ').trim() !== '',
    link: empty ? linkAt(editor.state) : undefined,
    editable: editor.isEditable,
    focused: editor.isFocused,
  }
}

/** Whether the pointer is still at selecting: a menu would be in its way. */
function usePressing(editor: Editor): boolean {
  const [pressing, setPressing] = useState(false)
  useEffect(() => {
    const { dom } = editor.view
    const down = (): void => setPressing(true)
    const up = (): void => setPressing(false)
    dom.addEventListener('pointerdown', down)
    addEventListener('pointerup', up)
    addEventListener('pointercancel', up)
    return () => {
      dom.removeEventListener('pointerdown', down)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', up)
    }
  }, [editor])
  return pressing
}

const isFinger = (): boolean => matchMedia('(pointer: coarse)').matches

function Panel({
  editor,
  from,
  to,
  side,
  children,
}: {
  readonly editor: Editor
  readonly from: number
  readonly to: number
  readonly side: 'above' | 'below'
  readonly children: ReactNode
}) {
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (panel.current) placeBeside(panel.current, editor, { from, to, side })
  })
  return (
    <div ref={panel} className={styles.panel}>
      {children}
    </div>
  )
}

function MarksBar({
  editor,
  onLink,
  onMenu,
}: {
  readonly editor: Editor
  readonly onLink: () => void
  readonly onMenu: (open: boolean) => void
}) {
  const { t } = useTranslator()
  const platform = platformOf(navigator.platform)
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => BUTTONS.flatMap(([name, command]) => (command.isActive(now) ? [name] : [])),
  })
  const buttons = [
    ...BUTTONS.map(([name, command, icon]) => ({
      name,
      label: t(command.label),
      keys: command.keys,
      icon,
      pressed: active.includes(name),
      act: () => command.run(editor),
    })),
    { name: 'link', label: t('link.add'), keys: 'Mod-k', icon: Link, pressed: undefined, act: onLink },
  ]
  return (
    <Toolbar className={styles.bar} aria-label={t('selection.label')}>
      <KindMenu editor={editor} onOpenChange={onMenu} />
      {buttons.map(({ name, label, keys, icon: Icon, pressed, act }) => (
        <Tooltip key={name} text={label} keys={shortcut(keys, platform)}>
          <ToolbarButton
            className={toolbar.button}
            aria-label={label}
            aria-pressed={pressed}
            // The selection stays where it is, and the focus with it.
            onMouseDown={(event) => event.preventDefault()}
            onClick={act}
          >
            <Icon aria-hidden="true" />
          </ToolbarButton>
        </Tooltip>
      ))}
      <ColourMenu editor={editor} onOpenChange={onMenu} />
    </Toolbar>
  )
}
