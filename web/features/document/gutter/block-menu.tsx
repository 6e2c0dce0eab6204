'use client'
/** What can be done to a block: the menu of its handle. */
import {
  type BlockRange,
  CONTAINERS,
  colourRange,
  containRange,
  deleteRange,
  duplicateRange,
  moveRangeBy,
  turnRange,
} from '@dure/editor'
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { ArrowDown, ArrowUp, Copy, Link2, Palette, Shapes, Trash2 } from 'lucide-react'
import type { RefObject } from 'react'
import { MenuAction, MenuChoice, MenuChoices, MenuSection, OpenMenu, SubMenu } from '../../../ui/menu-parts.tsx'
import { useNotices } from '../../../ui/notice.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { platformOf, shortcut } from '../keys.ts'
import { ColourSwatches } from '../selection/colour-swatches.tsx'
import { TURN_INTO, type TurnInto } from '../text-commands.ts'

export function BlockMenu({
  editor,
  range,
  anchor,
  onClose,
}: {
  readonly editor: Editor
  /** What the handle took when it was pressed. */
  readonly range: BlockRange
  readonly anchor: RefObject<HTMLElement | null>
  readonly onClose: () => void
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const platform = platformOf(navigator.platform)
  const node = editor.state.doc.nodeAt(range.from)
  const isText = node?.isTextblock === true
  const dispatch = (tr: Transaction | undefined): void => {
    if (tr) editor.view.dispatch(tr.scrollIntoView())
  }
  const copyLink = async (): Promise<void> => {
    const address = new URL(location.href)
    address.hash = String(node?.attrs['id'] ?? '')
    try {
      await navigator.clipboard.writeText(address.href)
      notify({ kind: 'done', title: t('block.link-copied'), subject: 'block-link' })
    } catch {
      notify({ kind: 'trouble', title: t('document.copy-failed'), subject: 'block-link' })
    }
  }
  const current = TURN_INTO.find(
    ({ kind, attributes }) =>
      node?.attrs['kind'] === kind && (attributes.level === undefined || node.attrs['level'] === attributes.level),
  )
  const container = CONTAINERS.find((name) => name === node?.type.name)
  const turn = ({ kind, attributes }: TurnInto): void =>
    dispatch(turnRange(editor.state, ownOf(editor, range), kind, attributes))
  const choose = (name: unknown): void => {
    const kind = TURN_INTO.find((each) => each.name === name)
    const into = CONTAINERS.find((each) => each === name)
    if (into) dispatch(containRange(editor.state, range, into))
    else if (container) dispatch(containRange(editor.state, range, null))
    else if (kind) turn(kind)
  }
  return (
    <OpenMenu
      open
      onClose={onClose}
      anchor={anchor}
      align="start"
      label={t('block.menu')}
      finalFocus={() => editor.view.dom}
    >
      {isText || container ? (
        <MenuSection>
          <SubMenu icon={<Shapes />} label={t('block.turn-into')}>
            <MenuChoices value={container ?? current?.name ?? ''} onChoose={choose}>
              {/* What holds blocks is not of one kind: it comes apart into the text that it holds. */}
              {(container ? TURN_INTO.slice(0, 1) : TURN_INTO).map(({ name, label }) => (
                <MenuChoice key={name} value={name}>
                  {t(label)}
                </MenuChoice>
              ))}
              {CONTAINERS.map((name) => (
                <MenuChoice key={name} value={name}>
                  {t(`block.${name}`)}
                </MenuChoice>
              ))}
            </MenuChoices>
          </SubMenu>
          <SubMenu icon={<Palette />} label={t('block.colour')}>
            <ColourSwatches
              held={{ color: undefined, highlight: undefined }}
              onChoose={(ground, colour) => dispatch(colourRange(editor.state, range, ground, colour))}
            />
          </SubMenu>
        </MenuSection>
      ) : null}
      <MenuSection>
        <MenuAction icon={<Copy />} onChoose={() => dispatch(duplicateRange(editor.state, range))}>
          {t('block.duplicate')}
        </MenuAction>
        <MenuAction icon={<Link2 />} onChoose={() => void copyLink()}>
          {t('block.copy-link')}
        </MenuAction>
        <MenuAction
          icon={<ArrowUp />}
          keys={shortcut('Alt-ArrowUp', platform)}
          onChoose={() => dispatch(moveRangeBy(editor.state, range, 'up'))}
        >
          {t('block.move-up')}
        </MenuAction>
        <MenuAction
          icon={<ArrowDown />}
          keys={shortcut('Alt-ArrowDown', platform)}
          onChoose={() => dispatch(moveRangeBy(editor.state, range, 'down'))}
        >
          {t('block.move-down')}
        </MenuAction>
      </MenuSection>
      <MenuSection>
        <MenuAction danger icon={<Trash2 />} onChoose={() => dispatch(deleteRange(editor.state, range))}>
          {t('block.delete')}
        </MenuAction>
      </MenuSection>
    </OpenMenu>
  )
}

/** Of an item with items under it, the item alone: what is under it stays what it is. Of several that are selected, all. */
function ownOf(editor: Editor, range: BlockRange): BlockRange {
  const { from, to, empty } = editor.state.selection
  const several =
    !empty &&
    from < range.to &&
    to > range.from &&
    !editor.state.doc.resolve(from).sameParent(editor.state.doc.resolve(to))
  const node = editor.state.doc.nodeAt(range.from)
  return several || !node ? range : { from: range.from, to: range.from + node.nodeSize }
}
