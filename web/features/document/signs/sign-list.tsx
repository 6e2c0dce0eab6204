'use client'
/**
 * What can be chosen at a typed sign: arrows, Enter, Tab and the mouse choose, and the focus stays in the text. (Escape
 * is sign-menu-state.ts's own.) Keys and names are set before the list is painted, so that who sees it can use it.
 */
import type { Editor } from '@tiptap/core'
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import { placeBeside } from '../placement.ts'
import styles from './sign-list.module.css'
import type { SignQuery } from './sign-query.ts'

export interface SignOption {
  readonly key: string
  readonly picture: ReactNode
  readonly label: string
  /** Said beside the label. */
  readonly hint?: string
  /** What would do the same without the list. */
  readonly shortcut?: string
  choose(): void
}

export function SignList({
  editor,
  query: { from, text },
  label,
  options,
  areCurrent = true,
}: {
  readonly editor: Editor
  readonly query: SignQuery
  readonly label: string
  readonly options: readonly SignOption[]
  /** Whether they are for what is typed now: until then, a choice would be of what is not seen. */
  readonly areCurrent?: boolean
}) {
  const { t } = useTranslator()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState({ text, index: 0 })
  // Another query is another list: it begins at its top.
  const index = chosen.text === text ? Math.min(chosen.index, Math.max(0, options.length - 1)) : 0

  const onKey = (event: KeyboardEvent): boolean => {
    const option = options[index]
    // With nothing to choose the key is the text's again.
    if (!option) return false
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        setChosen({ text, index: (index + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length })
        return true
      case 'Enter':
      case 'Tab':
        if (areCurrent) option.choose()
        return areCurrent
      default:
        return false
    }
  }
  useLayoutEffect(() => {
    const keys = { onKey }
    editor.storage.signMenu.list = keys
    return () => {
      if (editor.storage.signMenu.list === keys) editor.storage.signMenu.list = undefined
    }
  })

  useLayoutEffect(() => {
    if (box.current) placeBeside(box.current, editor, { from, to: from, side: 'below' })
  })

  const active = options.length > 0 ? `${id}-${index}` : undefined
  useLayoutEffect(() => {
    const { dom } = editor.view
    dom.setAttribute('aria-controls', id)
    if (active) {
      dom.setAttribute('aria-activedescendant', active)
      document.getElementById(active)?.scrollIntoView({ block: 'nearest' })
    }
    return () => {
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  }, [editor, id, active])

  return (
    <div ref={box} className={styles.menu}>
      <div role="listbox" id={id} aria-label={label} tabIndex={-1}>
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: reason: the keys are the text field's, which keeps the focus
          <div
            key={option.key}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            tabIndex={-1}
            className={styles.item}
            onMouseMove={() => at === index || setChosen({ text, index: at })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => option.choose()}
          >
            <span className={styles.picture}>{option.picture}</span>
            <span className={styles.label}>{option.label}</span>
            {option.hint ? <span className={styles.beside}>{option.hint}</span> : null}
            {option.shortcut ? <kbd className={styles.beside}>{option.shortcut}</kbd> : null}
          </div>
        ))}
      </div>
      {options.length === 0 ? (
        <p role="status" className={styles.nothing}>
          {t('signs.nothing')}
        </p>
      ) : null}
    </div>
  )
}
