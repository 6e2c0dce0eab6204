'use client'
/**
 * The contents of a document: its headings, the one being read marked. At the side where there is room, else behind a
 * button that hangs at the window's edge.
 */
import type { Editor } from '@tiptap/core'
import { TableOfContents } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Popover } from '../../../ui/popover.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { goToPlace } from '../extras/go-to-place.ts'
import styles from './outline.module.css'
import { type Heading, useHeadings } from './use-headings.ts'

/** One heading alone needs no contents. */
const LEAST_HEADINGS = 2
/** Room that the contents need beside the text. */
const SIDE_PX = 232
/** A heading above this line of the window is being read. */
const READING_LINE_PX = 180

export function Outline({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslator()
  const headings = useHeadings(editor)
  const fits = useFits(editor)
  const [open, setOpen] = useState(false)
  if (headings.length < LEAST_HEADINGS) return null
  const go = (heading: Heading): void => {
    setOpen(false)
    goToPlace(editor, heading.start, 'start')
  }
  if (fits) {
    return (
      <nav className={styles.side} aria-label={t('outline.label')}>
        <p className={styles.title}>{t('outline.label')}</p>
        <Headings editor={editor} headings={headings} onGo={go} />
      </nav>
    )
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('outline.label')}
      trigger={
        <button
          type="button"
          className={styles.button}
          aria-label={t('outline.label')}
          data-tooltip={t('outline.label')}
          data-tooltip-side="top"
        >
          <TableOfContents aria-hidden="true" />
        </button>
      }
    >
      <nav className={styles.panel} aria-label={t('outline.label')}>
        <Headings editor={editor} headings={headings} onGo={go} />
      </nav>
    </Popover>
  )
}

function Headings({
  editor,
  headings,
  onGo,
}: {
  readonly editor: Editor
  readonly headings: readonly Heading[]
  readonly onGo: (heading: Heading) => void
}) {
  const current = useCurrent(editor, headings)
  const list = useRef<HTMLOListElement>(null)
  const shallowest = Math.min(...headings.map(({ level }) => level))
  useEffect(() => {
    const item = list.current?.children[current]
    if (!item || !list.current) return
    const [box, frame] = [item.getBoundingClientRect(), list.current.getBoundingClientRect()]
    if (box.top < frame.top || box.bottom > frame.bottom)
      list.current.scrollTop += box.top - frame.top - frame.height / 2
  }, [current])
  return (
    <ol ref={list} className={styles.list}>
      {headings.map((heading, index) => (
        <li key={heading.id}>
          <button
            type="button"
            className={styles.heading}
            data-depth={Math.min(2, heading.level - shallowest)}
            {...(index === current ? { 'aria-current': 'location' as const } : {})}
            onClick={() => onGo(heading)}
          >
            {heading.text}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** Whether there is room beside the text. */
function useFits(editor: Editor): boolean {
  const [fits, setFits] = useState(false)
  useEffect(() => {
    const sheet = editor.view.dom.closest('main')
    const page = sheet?.parentElement
    if (!sheet || !page) return
    const look = (): void => {
      const { paddingInlineEnd } = getComputedStyle(sheet)
      const textEnd = sheet.getBoundingClientRect().right - Number.parseFloat(paddingInlineEnd)
      setFits(page.getBoundingClientRect().right - textEnd >= SIDE_PX)
    }
    const observer = new ResizeObserver(look)
    observer.observe(page)
    observer.observe(sheet)
    return () => observer.disconnect()
  }, [editor])
  return fits
}

/** Which heading is being read: looked up by halving, so that a long document scrolls as easily as a short one. */
function useCurrent(editor: Editor, headings: readonly Heading[]): number {
  const [current, setCurrent] = useState(-1)
  useEffect(() => {
    let frame = 0
    const look = (): void => {
      frame = 0
      let low = 0
      let high = headings.length
      while (low < high) {
        const middle = (low + high) >>> 1
        const heading = headings[middle]
        const node = heading && editor.view.nodeDOM(heading.start)
        const top = node instanceof HTMLElement ? node.getBoundingClientRect().top : Number.POSITIVE_INFINITY
        if (top > READING_LINE_PX) high = middle
        else low = middle + 1
      }
      setCurrent(low - 1)
    }
    const onScroll = (): void => {
      frame ||= requestAnimationFrame(look)
    }
    look()
    addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', onScroll)
    }
  }, [editor, headings])
  return current
}
