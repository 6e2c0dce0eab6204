'use client'
/** The menu of a callout, a toggle or columns, from one small button at its corner. */
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { CALLOUT_TONES, calloutIcon } from '@dure/document'
import { MAX_COLUMNS } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import { Columns2, Ellipsis, EqualApproximately, ListCollapse, Trash2, Ungroup } from 'lucide-react'
import { useRef } from 'react'
import { MenuAction, MenuChoice, MenuChoices, MenuPopup } from '../../../ui/menu-parts.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { useEditorState } from '../use-editor-state.ts'
import styles from './block-tools.module.css'
import { elementAt, usePlaced, within } from './place-over.ts'

const ICONS = ['💡', '📌', '✅', '⚠️', '🚨', '📝', '📣', '🎯', '🔥', '🌱', '⭐', '❓', '💬', '🔗', '🗓️', '🙏'] as const

export function ContainerTools({
  editor,
  position,
  label,
}: {
  readonly editor: Editor
  readonly position: number
  readonly label: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const name = useEditorState({ editor, selector: ({ editor: now }) => now.state.doc.nodeAt(position)?.type.name })
  const element = elementAt(editor, position)
  usePlaced(editor, box, [element], (frame) => {
    const block = elementAt(editor, position)
    if (!box.current || !block) return
    const { left, top, width } = within(frame, block.getBoundingClientRect())
    // Beside the block where the page has room for it, else over its corner.
    const right = Math.min(left + width + 4, document.documentElement.clientWidth - frame.left - 28)
    box.current.style.translate = `${right}px ${top + (right > left + width ? 2 : -10)}px`
  })
  if (name === undefined) return null
  return (
    <div ref={box} className={styles.corner}>
      <BaseMenu.Root modal={false}>
        <BaseMenu.Trigger
          className={styles.grip}
          aria-label={label}
          title={label}
          onMouseDown={(event) => event.preventDefault()}
        >
          <Ellipsis aria-hidden="true" />
        </BaseMenu.Trigger>
        <MenuPopup align="end" finalFocus={() => editor.view.dom}>
          {name === 'callout' ? <CalloutChoices editor={editor} position={position} /> : null}
          {name === 'columns' ? <ColumnChoices editor={editor} position={position} /> : null}
          <Actions editor={editor} position={position} name={name} />
        </MenuPopup>
      </BaseMenu.Root>
    </div>
  )
}

function Actions({
  editor,
  position,
  name,
}: {
  readonly editor: Editor
  readonly position: number
  readonly name: string
}) {
  const { t } = useTranslator()
  const unwrap = (): void => {
    if (name === 'columns') editor.commands.unwrapColumns()
    else editor.commands.unwrapBlocks()
  }
  return (
    <BaseMenu.Group>
      {name === 'toggle' ? (
        <MenuAction icon={<ListCollapse />} onChoose={() => editor.commands.toggleFold(position)}>
          {t('tools.fold')}
        </MenuAction>
      ) : null}
      <MenuAction icon={<Ungroup />} onChoose={unwrap}>
        {t('tools.unwrap')}
      </MenuAction>
      <MenuAction icon={<Trash2 />} onChoose={() => void editor.commands.deleteContainer()}>
        {t('tools.delete')}
      </MenuAction>
    </BaseMenu.Group>
  )
}

function CalloutChoices({ editor, position }: { readonly editor: Editor; readonly position: number }) {
  const { t } = useTranslator()
  const { tone, icon } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const attributes = now.state.doc.nodeAt(position)?.attrs ?? {}
      return { tone: String(attributes['tone']), icon: String(attributes['icon'] ?? '') }
    },
  })
  const set = (attributes: Record<string, unknown>): void => void editor.commands.setAttributesAt(position, attributes)
  return (
    <>
      <MenuChoices label={t('callout.kind')} value={tone} onChoose={(chosen) => set({ tone: chosen })}>
        {CALLOUT_TONES.map((each) => (
          <MenuChoice key={each} value={each} icon={<span aria-hidden="true">{calloutIcon({ tone: each })}</span>}>
            {t(`callout.${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <BaseMenu.Group>
        <BaseMenu.GroupLabel className={styles.menuLabel}>{t('callout.icon')}</BaseMenu.GroupLabel>
        <BaseMenu.RadioGroup
          value={icon}
          className={styles.icons}
          onValueChange={(value: unknown) => set({ icon: value === '' ? null : String(value) })}
        >
          <BaseMenu.RadioItem value="" closeOnClick className={styles.ownIcon}>
            {t('callout.own-icon')}
          </BaseMenu.RadioItem>
          {ICONS.map((each) => (
            <BaseMenu.RadioItem key={each} value={each} closeOnClick className={styles.icon}>
              {each}
            </BaseMenu.RadioItem>
          ))}
        </BaseMenu.RadioGroup>
      </BaseMenu.Group>
    </>
  )
}

const COUNTS = Array.from({ length: MAX_COLUMNS - 1 }, (_, index) => index + 2)

function ColumnChoices({ editor, position }: { readonly editor: Editor; readonly position: number }) {
  const { t } = useTranslator()
  const count = useEditorState({
    editor,
    selector: ({ editor: now }) => now.state.doc.nodeAt(position)?.childCount ?? 0,
  })
  const even = (): void => void editor.commands.setColumnShares(position, null)
  return (
    <MenuChoices
      label={t('columns.count')}
      value={String(count)}
      onChoose={(chosen) => void editor.commands.setColumnCount(Number(chosen))}
    >
      {COUNTS.map((each) => (
        <MenuChoice key={each} value={String(each)} icon={<Columns2 />}>
          {t(`block.columns-${each as 2 | 3 | 4}`)}
        </MenuChoice>
      ))}
      <MenuAction icon={<EqualApproximately />} onChoose={even}>
        {t('columns.even')}
      </MenuAction>
    </MenuChoices>
  )
}
