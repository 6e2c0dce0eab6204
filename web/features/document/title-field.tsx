'use client'
/** The title over the text: grows with its lines, Enter and ArrowDown at its end go on to the body. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type * as Y from 'yjs'
import { useTranslator } from '../language/language-provider.tsx'
import { MAX_TITLE_LENGTH, TITLE, TitleBinding } from './title-binding.ts'
import styles from './title-field.module.css'

export function TitleField({
  doc,
  editable,
  onTitle,
  onLeave,
}: {
  readonly doc: Y.Doc
  readonly editable: boolean
  readonly onTitle: (title: string) => void
  /** Enter: the person wants to write the text. */
  readonly onLeave: () => void
}) {
  const { t } = useTranslator()
  const field = useRef<HTMLTextAreaElement>(null)
  const binding = useRef<TitleBinding>(undefined)

  useEffect(() => {
    if (!field.current) return
    const element = field.current
    const made = new TitleBinding(doc, element, (title) => {
      growToFit(element)
      onTitle(title)
    })
    binding.current = made
    // A new width breaks the title elsewhere.
    const observer = new ResizeObserver(() => growToFit(element))
    observer.observe(element)
    // An untitled document is new: its title is what one writes first.
    if (element.value === '' && editable && document.activeElement === document.body) element.focus()
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [doc, editable, onTitle])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An input method uses Enter and arrows itself; 229 is how Safari says so after the composition ended.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const atEnd = selectionStart === value.length && selectionEnd === value.length
    if (event.key === 'Enter' || (event.key === 'ArrowDown' && atEnd)) {
      event.preventDefault()
      onLeave()
      return
    }
    if (!(event.metaKey || event.ctrlKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'z') {
      event.preventDefault()
      if (event.shiftKey) binding.current?.redo()
      else binding.current?.undo()
    } else if (key === 'y') {
      event.preventDefault()
      binding.current?.redo()
    }
  }

  return (
    <textarea
      ref={field}
      rows={1}
      className={styles.title}
      aria-label={t('document.title-label')}
      placeholder={t('home.untitled')}
      // Before the binding has it: the field is never drawn empty.
      defaultValue={doc.getText(TITLE).toString()}
      maxLength={MAX_TITLE_LENGTH}
      readOnly={!editable}
      spellCheck={false}
      autoComplete="off"
      enterKeyHint="next"
      onKeyDown={onKeyDown}
    />
  )
}

function growToFit(field: HTMLTextAreaElement): void {
  // Browsers with field-sizing need no help, and no layout for each key.
  if (CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
