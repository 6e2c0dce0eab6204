'use client'
/** Where the link at the caret leads, and what can be done with it. */
import type { Editor } from '@tiptap/core'
import { ExternalLink, Pencil, Unlink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { documentIdOf, documentTitle } from '../blocks/document-titles.ts'
import styles from './link-card.module.css'
import type { LinkTarget } from './link-target.ts'

export function LinkCard({
  editor,
  link,
  onEdit,
}: {
  readonly editor: Editor
  readonly link: LinkTarget
  readonly onEdit: () => void
}) {
  const { t } = useTranslator()
  const title = useDocumentTitle(link.href)
  const unlink = (): void => {
    const caret = editor.state.selection.from
    editor.chain().setTextSelection(link).setLink(null).setTextSelection(caret).run()
    editor.view.focus()
  }
  return (
    // The caret stays in the text while a pointer works the card.
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: nothing is done here but keeping the focus
    <div className={styles.card} onMouseDown={(event) => event.preventDefault()}>
      <a className={styles.address} href={link.href} target="_blank" rel="noopener nofollow" title={link.href}>
        <ExternalLink aria-hidden="true" />
        <span className={styles.words}>{title ?? link.href.replace(/^(https?:\/\/|mailto:)/, '')}</span>
      </a>
      <IconButton label={t('link.edit')} icon={<Pencil />} className={styles.button} onClick={onEdit} />
      <IconButton label={t('link.remove')} icon={<Unlink />} className={styles.button} onClick={unlink} />
    </div>
  )
}

/** The title of the page that the link leads to, when it is one of ours that this person may see. */
function useDocumentTitle(href: string): string | undefined {
  const [known, setKnown] = useState<{ readonly href: string; readonly title: string }>()
  useEffect(() => {
    const id = documentIdOf(href)
    let isCurrent = true
    if (id !== undefined)
      void documentTitle(id).then((title) => {
        if (isCurrent && title !== undefined && title.trim() !== '') setKnown({ href, title })
      })
    return () => {
      isCurrent = false
    }
  }, [href])
  return known?.href === href ? known.title : undefined
}
