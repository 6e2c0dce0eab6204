'use client'
/** Grips at the row and the column of the caret, one for the table, buttons that add at its ends, edges that resize. */
import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { Editor } from '@tiptap/core'
import {
  ArrowDown,
  ArrowDownToLine,
  ArrowLeft,
  ArrowLeftToLine,
  ArrowRight,
  ArrowRightToLine,
  ArrowUp,
  ArrowUpToLine,
  Ellipsis,
  GripHorizontal,
  GripVertical,
  Plus,
  Trash2,
} from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { MenuAction, MenuCheck, MenuChoice, MenuChoices, MenuPopup } from '../../../ui/menu-parts.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { Swatches } from '../selection/swatches.tsx'
import { useEditorState } from '../use-editor-state.ts'
import styles from './block-tools.module.css'
import { type Box, elementAt, usePlaced, within } from './place-over.ts'
import { TableEdges } from './table-edges.tsx'

/** Columns of a chosen width, beside those that are as wide as their text. */
const WIDTHS = { narrow: 120, medium: 200, wide: 320 } as const

export function TableTools({
  editor,
  table,
  cell,
}: {
  readonly editor: Editor
  readonly table: number
  readonly cell: number
}) {
  const { t } = useTranslator()
  const box = useRef<HTMLDivElement>(null)
  const frameOf = elementAt(editor, table)
  const cellElement = elementAt(editor, cell)
  usePlaced(editor, box, [frameOf, cellElement], (frame) => {
    const shown = elementAt(editor, table)
    const current = elementAt(editor, cell)
    const grid = shown?.querySelector('table')
    if (!box.current || !shown || !current || !grid) return
    const visible = within(frame, shown.getBoundingClientRect())
    const all = within(frame, grid.getBoundingClientRect())
    const one = within(frame, current.getBoundingClientRect())
    const area = clipped(all, visible)
    const column = clipped(one, visible)
    put(box.current, area, column)
  })
  return (
    <div ref={box} className={styles.table}>
      <Grip editor={editor} className={styles.columnGrip} label={t('table.column')} icon={<GripHorizontal />}>
        <ColumnMenu editor={editor} cell={cell} />
      </Grip>
      <Grip editor={editor} className={styles.rowGrip} label={t('table.row')} icon={<GripVertical />}>
        <RowMenu editor={editor} cell={cell} />
      </Grip>
      <Grip editor={editor} className={styles.tableGrip} label={t('table.options')} icon={<Ellipsis />}>
        <TableMenu editor={editor} table={table} />
      </Grip>
      <Add className={styles.addRow} label={t('table.add-row')} onAdd={() => addAtEnd(editor, table, 'row')} />
      <Add className={styles.addColumn} label={t('table.add-column')} onAdd={() => addAtEnd(editor, table, 'column')} />
      <TableEdges editor={editor} table={table} />
    </div>
  )
}

/** Where the grips and buttons are, as lengths that the styles place them by. */
function put(element: HTMLElement, area: Box, column: Box): void {
  const lengths = {
    left: area.left,
    top: area.top,
    width: area.width,
    height: area.height,
    'cell-left': column.left - area.left,
    'cell-top': column.top - area.top,
    'cell-width': column.width,
    'cell-height': column.height,
  }
  for (const [name, value] of Object.entries(lengths)) element.style.setProperty(`--${name}`, `${value}px`)
}

/** What of a box can be seen within a wide table's frame. */
function clipped(box: Box, { left, width }: Box): Box {
  const from = Math.max(box.left, left)
  return { ...box, left: from, width: Math.max(0, Math.min(box.left + box.width, left + width) - from) }
}

function addAtEnd(editor: Editor, table: number, what: 'row' | 'column'): void {
  const node = editor.state.doc.nodeAt(table)
  if (!node) return
  const last = what === 'row' ? node.lastChild : node.firstChild
  const cell = last?.lastChild
  if (!last || !cell) return
  const rowEnd = what === 'row' ? table + node.nodeSize - 2 : table + 1 + last.nodeSize - 1
  // Within the last cell's last block.
  const chain = editor.chain().setTextSelection(rowEnd - 2)
  if (what === 'row') chain.addRow('after').run()
  else chain.addColumn('after').run()
  editor.view.focus()
}

function Grip({
  editor,
  className,
  label,
  icon,
  children,
}: {
  readonly editor: Editor
  readonly className: string | undefined
  readonly label: string
  readonly icon: ReactNode
  readonly children: ReactNode
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger
        className={`${styles.grip} ${className ?? ''}`}
        aria-label={label}
        title={label}
        // The caret says which row and column are meant: it stays.
        onMouseDown={(event) => event.preventDefault()}
      >
        {icon}
      </BaseMenu.Trigger>
      <MenuPopup align="start" finalFocus={() => editor.view.dom}>
        {children}
      </MenuPopup>
    </BaseMenu.Root>
  )
}

function Add({
  className,
  label,
  onAdd,
}: {
  readonly className: string | undefined
  readonly label: string
  readonly onAdd: () => void
}) {
  return (
    <button
      type="button"
      className={`${styles.add} ${className ?? ''}`}
      aria-label={label}
      title={label}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onAdd}
    >
      <Plus aria-hidden="true" />
    </button>
  )
}

function RowMenu({ editor, cell }: { readonly editor: Editor; readonly cell: number }) {
  const { t } = useTranslator()
  const { commands } = editor
  return (
    <>
      <BaseMenu.Group>
        <MenuAction icon={<ArrowUpToLine />} onChoose={() => void commands.addRow('before')}>
          {t('table.row-above')}
        </MenuAction>
        <MenuAction icon={<ArrowDownToLine />} onChoose={() => void commands.addRow('after')}>
          {t('table.row-below')}
        </MenuAction>
        <MenuAction icon={<ArrowUp />} onChoose={() => void commands.moveRow(-1)}>
          {t('table.row-up')}
        </MenuAction>
        <MenuAction icon={<ArrowDown />} onChoose={() => void commands.moveRow(1)}>
          {t('table.row-down')}
        </MenuAction>
      </BaseMenu.Group>
      <CellColours editor={editor} cell={cell} />
      <MenuAction icon={<Trash2 />} onChoose={() => void commands.deleteRows()}>
        {t('table.row-delete')}
      </MenuAction>
    </>
  )
}

function ColumnMenu({ editor, cell }: { readonly editor: Editor; readonly cell: number }) {
  const { t } = useTranslator()
  const { commands } = editor
  const width = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const held: unknown = now.state.doc.nodeAt(cell)?.attrs['colwidth']
      return Array.isArray(held) ? Number(held[0]) : null
    },
  })
  const name = width === null ? 'auto' : (Object.entries(WIDTHS).find(([, each]) => each === width)?.[0] ?? '')
  const choose = (chosen: unknown): void => {
    const key = (Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]).find((each) => each === chosen)
    commands.setColumnWidth(key === undefined ? null : WIDTHS[key])
  }
  return (
    <>
      <BaseMenu.Group>
        <MenuAction icon={<ArrowLeftToLine />} onChoose={() => void commands.addColumn('before')}>
          {t('table.column-before')}
        </MenuAction>
        <MenuAction icon={<ArrowRightToLine />} onChoose={() => void commands.addColumn('after')}>
          {t('table.column-after')}
        </MenuAction>
        <MenuAction icon={<ArrowLeft />} onChoose={() => void commands.moveColumn(-1)}>
          {t('table.column-left')}
        </MenuAction>
        <MenuAction icon={<ArrowRight />} onChoose={() => void commands.moveColumn(1)}>
          {t('table.column-right')}
        </MenuAction>
      </BaseMenu.Group>
      <MenuChoices label={t('table.width')} value={name} onChoose={choose}>
        {(['auto', 'narrow', 'medium', 'wide'] as const).map((each) => (
          <MenuChoice key={each} value={each}>
            {t(`table.width-${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <CellColours editor={editor} cell={cell} />
      <MenuAction icon={<Trash2 />} onChoose={() => void commands.deleteColumns()}>
        {t('table.column-delete')}
      </MenuAction>
    </>
  )
}

function TableMenu({ editor, table }: { readonly editor: Editor; readonly table: number }) {
  const { t } = useTranslator()
  const { commands } = editor
  const held = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const attributes = now.state.doc.nodeAt(table)?.attrs
      return { row: attributes?.['headerRow'] === true, column: attributes?.['headerColumn'] === true }
    },
  })
  return (
    <>
      <MenuCheck checked={held.row} onChoose={() => void commands.toggleHeader('row')}>
        {t('table.header-row')}
      </MenuCheck>
      <MenuCheck checked={held.column} onChoose={() => void commands.toggleHeader('column')}>
        {t('table.header-column')}
      </MenuCheck>
      <MenuAction icon={<Trash2 />} onChoose={() => void commands.deleteTable()}>
        {t('table.delete')}
      </MenuAction>
    </>
  )
}

function CellColours({ editor, cell }: { readonly editor: Editor; readonly cell: number }) {
  const { t } = useTranslator()
  const held = useEditorState({
    editor,
    selector: ({ editor: now }) => String(now.state.doc.nodeAt(cell)?.attrs['color'] ?? ''),
  })
  return (
    <Swatches
      label={t('table.colour')}
      held={held}
      ground="highlight"
      onChoose={(colour) => void editor.commands.colorCells(colour)}
    />
  )
}
