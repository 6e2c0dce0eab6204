'use client'
/** What a selected formula or embed says, to be changed: a field with a preview, and words for what is wrong. */
import type { Editor } from '@tiptap/core'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { useEditorState } from '../use-editor-state.ts'
import { drawMath, MAX_DRAWN_LENGTH } from './draw-math.ts'
import { embedFor } from './embed-sites.ts'
import styles from './leaf-editor.module.css'
import { elementAt, usePlaced, within } from './place-over.ts'

const GAP_PX = 6
const EDGE_PX = 8

export function LeafEditor({ editor, position }: { readonly editor: Editor; readonly position: number }) {
  const { name, value } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const node = now.state.doc.nodeAt(position)
      const attribute = node?.type.name === 'embed' ? 'src' : 'source'
      return { name: node?.type.name ?? '', value: String(node?.attrs[attribute] ?? '') }
    },
  })
  const box = useRef<HTMLDivElement>(null)
  const element = elementAt(editor, position)
  usePlaced(editor, box, [element], (frame) => {
    const leaf = elementAt(editor, position)
    if (!box.current || !leaf) return
    const { left, top, height } = within(frame, leaf.getBoundingClientRect())
    const last = innerWidth - frame.left - box.current.offsetWidth - EDGE_PX
    box.current.style.translate = `${Math.max(EDGE_PX - frame.left, Math.min(left, last))}px ${top + height + GAP_PX}px`
  })
  return (
    <div ref={box} className={styles.panel}>
      {name === 'embed' ? (
        <AddressField key={value} editor={editor} position={position} value={value} />
      ) : (
        <SourceField key={value} editor={editor} position={position} value={value} isBlock={name === 'math'} />
      )}
    </div>
  )
}

/** Writes what was entered, and goes on behind it. */
function finish(editor: Editor, position: number, attributes: Record<string, unknown>): void {
  const node = editor.state.doc.nodeAt(position)
  if (!node) return
  editor
    .chain()
    .setAttributesAt(position, attributes)
    .setTextSelection(position + node.nodeSize + (node.isBlock ? 1 : 0))
    .run()
  editor.view.focus()
}

interface FieldProps {
  readonly editor: Editor
  readonly position: number
  readonly value: string
}

/** The field takes the focus when there is nothing yet: then the block was just made. */
function useFocusWhenEmpty(isEmpty: boolean) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (isEmpty) field.current?.focus({ preventScroll: true })
  }, [isEmpty])
  return field
}

function SourceField({ editor, position, value, isBlock }: FieldProps & { readonly isBlock: boolean }) {
  const { t } = useTranslator()
  const [source, setSource] = useState(value)
  const [wrong, setWrong] = useState<string>()
  const preview = useRef<HTMLDivElement>(null)
  const field = useFocusWhenEmpty(value === '')
  useEffect(() => {
    const into = preview.current
    if (!into || source.length > MAX_DRAWN_LENGTH) return
    let isCurrent = true
    const drawn = document.createElement('div')
    drawMath(drawn, source, isBlock).then(
      (reason) => {
        if (!isCurrent) return
        setWrong(source.trim() === '' ? undefined : reason)
        if (reason === undefined) into.replaceChildren(drawn)
      },
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [source, isBlock])
  const done = (): void => finish(editor, position, { source: source.trim() })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return
    // A formula of several lines is finished with ⌘Enter; one in a line has one.
    if (event.shiftKey || (isBlock && !event.metaKey && !event.ctrlKey && source.includes('\n'))) return
    event.preventDefault()
    done()
  }
  return (
    <>
      <textarea
        ref={field}
        className={styles.source}
        aria-label={t('math.source')}
        placeholder={isBlock ? '\\int_0^1 x^2 \\, dx' : 'x^2'}
        rows={isBlock ? 3 : 1}
        spellCheck={false}
        maxLength={isBlock ? 20_000 : 4_000}
        value={source}
        onChange={(event) => setSource(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div ref={preview} className={styles.preview} aria-hidden="true" />
      <p role="status" className={styles.wrong}>
        {wrong === undefined ? '' : t('math.wrong', { reason: wrong })}
      </p>
      <div className={styles.row}>
        <Button kind="primary" onClick={done}>
          {t('block.done')}
        </Button>
      </div>
    </>
  )
}

function AddressField({ editor, position, value }: FieldProps) {
  const { t } = useTranslator()
  const [address, setAddress] = useState(value)
  const [refused, setRefused] = useState(false)
  const field = useFocusWhenEmpty(value === '')
  const apply = (): void => {
    const trimmed = address.trim()
    const src = /^[a-z]+:/i.test(trimmed) || trimmed === '' ? trimmed : `https://${trimmed}`
    if (src !== '' && !(/^https?:\/\//i.test(src) && URL.canParse(src))) setRefused(true)
    else finish(editor, position, { src })
  }
  const found = embedFor(address.trim())
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <input
        ref={field}
        className={styles.address}
        type="text"
        inputMode="url"
        aria-label={t('embed.address')}
        aria-invalid={refused}
        placeholder="https://youtu.be/…"
        spellCheck={false}
        autoComplete="off"
        value={address}
        onChange={(event) => {
          setAddress(event.target.value)
          setRefused(false)
        }}
      />
      <Button kind="primary" type="submit">
        {t('block.done')}
      </Button>
      <p role="status" className={refused ? styles.wrong : styles.note}>
        {refused
          ? t('embed.refused')
          : address.trim() === ''
            ? t('embed.sites')
            : found
              ? found.site
              : t('embed.elsewhere')}
      </p>
    </form>
  )
}
