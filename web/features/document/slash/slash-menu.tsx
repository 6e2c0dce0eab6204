'use client'
/** The menu at a typed `/`: filters as one types; arrows, Enter, Tab and Escape. The focus stays in the text. */
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import { platformOf, shortcut } from '../keys.ts'
import { placeBeside } from '../placement.ts'
import { matchingItems, type SlashItem } from './slash-items.ts'
import styles from './slash-menu.module.css'
import { type SlashQuery, slashQuery } from './slash-query.ts'

export function SlashMenu({ editor }: { readonly editor: Editor }) {
  const query = useEditorState({ editor, selector: ({ editor: now }) => slashQuery(now.state) })
  return query ? <OpenSlashMenu key={query.from} editor={editor} query={query} /> : null
}

function OpenSlashMenu({ editor, query }: { readonly editor: Editor; readonly query: SlashQuery }) {
  const { t } = useTranslator()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState({ text: query.text, index: 0 })
  const items = matchingItems(query.text, t)
  // Another query is another list: it begins at its top.
  const index = chosen.text === query.text ? Math.min(chosen.index, Math.max(0, items.length - 1)) : 0
  const choose = (next: number): void => setChosen({ text: query.text, index: next })
  const run = (item: SlashItem): void => {
    editor.chain().deleteRange({ from: query.from, to: query.to }).closeSlashMenu().run()
    item.command.run(editor)
  }

  const onKey = (event: KeyboardEvent): boolean => {
    const item = items[index]
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (items.length > 0) choose((index + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length)
        return true
      case 'Enter':
      case 'Tab':
        // With nothing to choose the key is the text's again.
        if (!item) return false
        run(item)
        return true
      case 'Escape':
        return editor.commands.closeSlashMenu()
      default:
        return false
    }
  }
  useEffect(() => {
    editor.storage.slashMenu.keys = { onKey }
    return () => {
      editor.storage.slashMenu.keys = undefined
    }
  })

  useLayoutEffect(() => {
    if (box.current) placeBeside(box.current, editor, { from: query.from, to: query.from, side: 'below' })
  })

  const active = items.length > 0 ? `${id}-${index}` : undefined
  useEffect(() => {
    const { dom } = editor.view
    dom.setAttribute('aria-controls', id)
    if (active) dom.setAttribute('aria-activedescendant', active)
    else dom.removeAttribute('aria-activedescendant')
    if (active) document.getElementById(active)?.scrollIntoView({ block: 'nearest' })
    return () => {
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  }, [editor, id, active])

  const platform = platformOf(navigator.platform)
  return (
    <div ref={box} className={styles.menu}>
      <div role="listbox" id={id} aria-label={t('slash.label')} tabIndex={-1}>
        {items.map((item, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: reason: the keys are the text field's, which keeps the focus
          <div
            key={item.name}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            tabIndex={-1}
            className={styles.item}
            onMouseMove={() => at === index || choose(at)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(item)}
          >
            <span className={styles.icon}>
              <item.icon aria-hidden="true" />
            </span>
            <span className={styles.label}>{t(item.command.label)}</span>
            {item.command.keys === '' ? null : (
              <kbd className={styles.keys}>{shortcut(item.command.keys, platform)}</kbd>
            )}
          </div>
        ))}
      </div>
      {items.length === 0 ? (
        <p role="status" className={styles.nothing}>
          {t('slash.nothing')}
        </p>
      ) : null}
    </div>
  )
}
