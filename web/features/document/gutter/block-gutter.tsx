'use client'
/**
 * The handle beside a block: where the pointer is, and with fingers at the caret's block. It drags, a press opens the
 * block's menu, and + begins a block below. By keyboard the menu opens with Mod+. and blocks move with Alt and arrows.
 */
import { type BlockRange, blockStart, insertUnder, REMOTE, rangeToTake } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { GripVertical, Plus } from 'lucide-react'
import { type Dispatch, type SetStateAction, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import type {} from '../signs/sign-menu-state.ts'
import styles from './block-gutter.module.css'
import { BlockMenu } from './block-menu.tsx'
import { type BlockBox, blockAtPoint, boxAt, firstLineMiddle } from './block-place.ts'
import { boxOfRange, type Drag, mapRange, useBlockDrag } from './use-block-drag.ts'

/** Room that + and the handle need left of the text. */
const BOTH_PX = 60
/** Between the handle and its block. */
const GAP_PX = 2

export function BlockGutter({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslator()
  const gutter = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const [start, setStart] = useState<number>()
  const [menu, setMenu] = useState<BlockRange>()
  const take = useCallback(() => (start === undefined ? undefined : rangeToTake(editor.state, start)), [editor, start])
  const hide = useCallback(() => setStart(undefined), [])
  const { drag, onPointerDown, wasDrag } = useBlockDrag(editor, take, hide)
  const busy = drag !== undefined || menu !== undefined
  useShownBlock(editor, setStart, busy)
  useMenuKey(editor, (at) => {
    setStart(at)
    setMenu(rangeToTake(editor.state, at))
  })

  const menuOpen = menu !== undefined
  useEffect(() => {
    if (!menuOpen) return
    const onTransaction = ({ transaction }: { transaction: Transaction }): void => {
      if (transaction.docChanged) setMenu((range) => range && mapRange(range, transaction))
    }
    editor.on('transaction', onTransaction)
    return () => void editor.off('transaction', onTransaction)
  }, [editor, menuOpen])

  // On every render: the text moves under it.
  useLayoutEffect(() => {
    const box = start === undefined ? undefined : boxAt(editor, start)
    if (gutter.current && box) placeBesideBlock(gutter.current, editor, box)
  })

  const insert = (): void => {
    const range = start === undefined ? undefined : rangeToTake(editor.state, start)
    if (!range) return
    editor.view.dispatch(insertUnder(editor.state, range).scrollIntoView())
    editor.view.focus()
    editor.commands.openSignMenu('/')
    setStart(undefined)
  }

  return (
    <>
      {start === undefined ? null : (
        <div ref={gutter} className={styles.gutter} data-gutter data-busy={busy}>
          <button
            type="button"
            className={styles.add}
            tabIndex={-1}
            aria-label={t('block.insert')}
            title={t('block.insert')}
            onPointerDown={(event) => event.preventDefault()}
            onClick={insert}
          >
            <Plus aria-hidden="true" />
          </button>
          <button
            ref={handle}
            type="button"
            className={styles.handle}
            tabIndex={-1}
            aria-label={t('block.handle')}
            aria-haspopup="menu"
            aria-expanded={menu !== undefined}
            title={drag || menu ? undefined : t('block.handle')}
            onPointerDown={onPointerDown}
            onClick={() => {
              if (!wasDrag()) setMenu(take())
            }}
          >
            <GripVertical aria-hidden="true" />
          </button>
        </div>
      )}
      {menu ? (
        <BlockMenu
          editor={editor}
          range={menu}
          anchor={handle}
          onClose={() => {
            setMenu(undefined)
            setStart(undefined)
          }}
        />
      ) : null}
      {drag ? <DragMarks editor={editor} drag={drag} /> : null}
    </>
  )
}

/** Which block has the handle: the one under the mouse; where there is no mouse, the one at the caret. */
function useShownBlock(editor: Editor, show: Dispatch<SetStateAction<number | undefined>>, busy: boolean): void {
  useEffect(() => {
    if (busy) return
    const listening = new AbortController()
    const { signal } = listening
    let frame = 0
    const onMove = (event: PointerEvent): void => {
      if (event.pointerType === 'touch' || event.buttons !== 0) return
      if (event.target instanceof Element && event.target.closest('[data-gutter]')) return
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const over = isOverPage(editor, event.target)
        show(over ? blockAtPoint(editor, event.clientX, event.clientY)?.start : undefined)
      })
    }
    const atCaret = (): void => {
      if (!isFinger()) return
      const at = editor.isFocused ? blockStart(editor.state.doc, editor.state.selection.from) : undefined
      show(at)
    }
    const onTransaction = ({ transaction }: { transaction: Transaction }): void => {
      if (isFinger()) atCaret()
      // Who types wants to see the text. What others write moves it along.
      else if (transaction.docChanged)
        show((start) => {
          const isTheirs = transaction.getMeta(REMOTE) === true
          return start === undefined || !isTheirs
            ? undefined
            : blockStart(transaction.doc, transaction.mapping.map(start))
        })
    }
    addEventListener('pointermove', onMove, { signal, passive: true })
    addEventListener('resize', () => show(undefined), { signal })
    editor.on('transaction', onTransaction)
    editor.on('focus', atCaret)
    atCaret()
    return () => {
      cancelAnimationFrame(frame)
      listening.abort()
      editor.off('transaction', onTransaction)
      editor.off('focus', atCaret)
    }
  }, [editor, show, busy])
}

/** Over the text or beside it, not over a menu or the header. */
function isOverPage({ view }: Editor, target: EventTarget | null): boolean {
  const page = view.dom.closest('main')?.parentElement
  return target instanceof Element && page?.contains(target) === true && target.closest('header, aside, nav') === null
}

/** Mod+. opens the menu of the block at the caret. */
function useMenuKey(editor: Editor, open: (start: number) => void): void {
  const opening = useRef(open)
  useEffect(() => {
    opening.current = open
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== '.' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      const start = blockStart(editor.state.doc, editor.state.selection.from)
      if (start === undefined || event.isComposing) return
      event.preventDefault()
      opening.current(start)
    }
    const { dom } = editor.view
    dom.addEventListener('keydown', onKeyDown)
    return () => dom.removeEventListener('keydown', onKeyDown)
  }, [editor])
}

const isFinger = (): boolean => matchMedia('(pointer: coarse)').matches

function placeBesideBlock(gutter: HTMLElement, { view }: Editor, box: BlockBox): void {
  const frame = gutter.offsetParent?.getBoundingClientRect()
  const page = view.dom.closest('main')?.parentElement?.getBoundingClientRect()
  if (!frame || !page) return
  const isRow = box.element.parentElement === view.dom
  gutter.toggleAttribute('data-narrow', !isRow || isFinger() || box.rect.left - page.left < BOTH_PX)
  const { offsetWidth: width, offsetHeight: height } = gutter
  const left = Math.max(page.left - frame.left, box.rect.left - frame.left - width - GAP_PX)
  gutter.style.translate = `${left}px ${firstLineMiddle(box) - height / 2 - frame.top}px`
}

/** What is dragged, and the line where it would go. */
function DragMarks({ editor, drag }: { readonly editor: Editor; readonly drag: Drag }) {
  const marks = useRef<HTMLDivElement>(null)
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const frame = marks.current?.offsetParent?.getBoundingClientRect()
    const box = boxOfRange(editor, drag.range)
    if (!frame || !marks.current || !box) return
    place(marks.current, box.left - frame.left - 6, box.top - frame.top - 3, box.width + 12)
    marks.current.style.height = `${box.height + 6}px`
    if (line.current && drag.drop)
      place(line.current, drag.drop.left - frame.left, drag.drop.top - frame.top - 1.5, drag.drop.width)
  })
  return (
    <>
      <div ref={marks} className={styles.dragged} />
      {drag.drop ? <div ref={line} className={styles.line} data-testid="drop-line" /> : null}
    </>
  )
}

function place(element: HTMLElement, left: number, top: number, width: number): void {
  element.style.translate = `${left}px ${top}px`
  element.style.width = `${width}px`
}
