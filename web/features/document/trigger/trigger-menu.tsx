'use client'
/** The menu at a typed `@` or `:`. The focus stays in the text; arrows, Enter, Tab and Escape work the menu. */
import type { Editor } from '@tiptap/core'
import { CalendarDays, FileText, type LucideIcon, UserRound } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import { placeBeside } from '../placement.ts'
import styles from '../slash/slash-menu.module.css'
import { emojiItems, mentionItems, type Present, type TriggerItem } from './trigger-items.ts'
import type { TriggerQuery } from './trigger-query.ts'

const ICONS: Readonly<Record<'person' | 'document' | 'date', LucideIcon>> = {
  person: UserRound,
  document: FileText,
  date: CalendarDays,
}

export function TriggerMenu({
  editor,
  query,
  present,
  documentId,
}: {
  readonly editor: Editor
  readonly query: TriggerQuery
  readonly present: readonly Present[]
  readonly documentId: string
}) {
  const translator = useTranslator()
  const { t } = translator
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [found, setFound] = useState<{ readonly text: string; readonly items: readonly TriggerItem[] }>()
  const [chosen, setChosen] = useState({ text: query.text, index: 0 })
  const { trigger, text } = query

  useEffect(() => {
    let isCurrent = true
    const asked = { translator, present, documentId }
    void (trigger === '@' ? mentionItems(text, asked) : emojiItems(text, asked)).then((items) => {
      if (isCurrent) setFound({ text, items })
    })
    return () => {
      isCurrent = false
    }
  }, [trigger, text, translator, present, documentId])

  const items = found?.items ?? []
  const index = chosen.text === text ? Math.min(chosen.index, Math.max(0, items.length - 1)) : 0
  const run = (item: TriggerItem): void => {
    const { from, to } = query
    const chain = editor.chain().closeTriggerMenu().deleteRange({ from, to })
    if (item.kind === 'emoji') chain.insertContentAt(from, item.unicode).run()
    else {
      const { of, target, label } = item
      // A date is its day; how it is written is each reader's own.
      const attrs = { of, target, label: of === 'date' ? target : label }
      chain
        .insertContentAt(from, [
          { type: 'mention', attrs },
          { type: 'text', text: ' ' },
        ])
        .run()
    }
    editor.view.focus()
  }

  const onKey = (event: KeyboardEvent): boolean => {
    // While the answers are those of an earlier word, a choice would be of what is not seen.
    const item = found?.text === text ? items[index] : undefined
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (items.length === 0) return false
        setChosen({ text, index: (index + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length })
        return true
      case 'Enter':
      case 'Tab':
        // With nothing to choose the key is the text's again; a bare sign was meant as one.
        if (!item || (trigger === ':' && text === '')) return false
        run(item)
        return true
      case 'Escape':
        return editor.commands.closeTriggerMenu()
      default:
        return false
    }
  }
  useEffect(() => {
    editor.storage.triggerMenu.keys = { onKey }
    return () => {
      editor.storage.triggerMenu.keys = undefined
    }
  })
  // `:smile:` says it all.
  useEffect(() => {
    const [first] = items
    if (trigger === ':' && text.length > 2 && text.endsWith(':') && found?.text === text && first) run(first)
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

  // A colon in a sentence opens nothing; a word after it that means nothing neither.
  if (items.length === 0 && (trigger === ':' || found === undefined || text.includes(' '))) return null
  if (trigger === ':' && text === '') return null
  return (
    <div ref={box} className={styles.menu}>
      <div role="listbox" id={id} aria-label={t(trigger === '@' ? 'mention.label' : 'emoji.label')} tabIndex={-1}>
        {items.map((item, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: reason: the keys are the text field's, which keeps the focus
          <div
            key={item.kind === 'emoji' ? item.unicode : `${item.of} ${item.target}`}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            tabIndex={-1}
            className={styles.item}
            onMouseMove={() => at === index || setChosen({ text, index: at })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => run(item)}
          >
            <span className={styles.icon}>
              <Picture item={item} />
            </span>
            <span className={styles.label}>{item.label}</span>
            {item.kind === 'mention' ? <span className={styles.keys}>{item.hint}</span> : null}
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

function Picture({ item }: { readonly item: TriggerItem }) {
  if (item.kind === 'emoji') return <span aria-hidden="true">{item.unicode}</span>
  const Icon = ICONS[item.of]
  return <Icon aria-hidden="true" />
}
