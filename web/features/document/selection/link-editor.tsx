'use client'
/** The address of a link: Enter sets it, Escape leaves it, an empty one takes the link away. */
import type { Editor } from '@tiptap/core'
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './link-editor.module.css'
import { addressOf, type LinkTarget } from './link-target.ts'

export function LinkEditor({
  editor,
  target,
  onDone,
}: {
  readonly editor: Editor
  readonly target: LinkTarget
  readonly onDone: () => void
}) {
  const { t } = useTranslator()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(target.href)
  const [refused, setRefused] = useState(false)
  useLayoutEffect(() => field.current?.select(), [])

  const leave = (): void => {
    onDone()
    editor.view.focus()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (setLink(editor, target, addressOf(typed))) leave()
    else setRefused(true)
  }
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onDone()
      }}
    >
      <input
        ref={field}
        className={styles.field}
        type="text"
        inputMode="url"
        aria-label={t('link.address')}
        placeholder={t('link.placeholder')}
        aria-invalid={refused}
        aria-describedby={refused ? 'link-refused' : undefined}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setRefused(false)
        }}
      />
      <Button kind="primary" type="submit" className={styles.apply}>
        {t('link.apply')}
      </Button>
      {refused ? (
        <p id="link-refused" role="alert" className={styles.refused}>
          {t('link.refused')}
        </p>
      ) : null}
    </form>
  )
}

/** False for an address that leads nowhere safe: nothing is changed. */
function setLink(editor: Editor, { from, to }: LinkTarget, href: string): boolean {
  const end = Math.min(to, editor.state.doc.content.size)
  const range = { from: Math.min(from, end), to: end }
  const chain = editor.chain().setTextSelection(range)
  if (href === '') return chain.setLink(null).setTextSelection(end).run()
  if (range.from === range.to) {
    // Nothing is there that could be the link: the address itself is.
    chain.insertContent({ type: 'text', text: href }).setTextSelection({ from: end, to: end + href.length })
    return chain
      .setLink(href)
      .setTextSelection(end + href.length)
      .run()
  }
  return chain.setLink(href).setTextSelection(end).run()
}
