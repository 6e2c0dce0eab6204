'use client'
/** Where a page goes, found by title: for whoever does not drag. */
import type { Document } from '@dure/api'
import { mayWrite } from '@dure/protocol'
import { CornerLeftUp, FileText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './move-dialog.module.css'
import { type NamedPage, usePageActions } from './use-page-actions.ts'

/** After the last letter, before the server is asked. */
const TYPING_MS = 150
const SHOWN = 20

export function MoveDialog({
  page,
  mayTop,
  open,
  onClose,
}: {
  readonly page: NamedPage
  /** To the top goes only what is one's own. */
  readonly mayTop: boolean
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslator()
  const title = page.title.trim() || t('home.untitled')
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => wanted || onClose()}
      title={t('move.title', { title })}
      closeLabel={t('notice.close')}
      size="small"
    >
      <Destinations page={page} mayTop={mayTop} onClose={onClose} />
    </Dialog>
  )
}

function Destinations({
  page,
  mayTop,
  onClose,
}: {
  readonly page: NamedPage
  readonly mayTop: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslator()
  const { move } = usePageActions()
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly Document[]>()
  useEffect(() => {
    let gone = false
    const titled = text.trim()
    const timer = setTimeout(async () => {
      try {
        const api = await browserApi()
        const { documents } = await api.listDocuments({ limit: SHOWN, ...(titled === '' ? {} : { titled }) })
        if (!gone) setFound(documents.filter(({ id, role }) => id !== page.id && mayWrite(role)))
      } catch {
        if (!gone) setFound([])
      }
    }, TYPING_MS)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [text, page.id])

  const choose = async (parentId: string | null): Promise<void> => {
    if (await move(page, { parentId: parentId as never })) onClose()
  }
  return (
    <div className={styles.content}>
      <TextField
        label={t('move.search')}
        placeholder={t('move.search-placeholder')}
        value={text}
        onValueChange={setText}
        autoComplete="off"
      />
      <ul className={styles.list}>
        {mayTop ? (
          <li>
            <button type="button" className={styles.place} onClick={() => void choose(null)}>
              <CornerLeftUp aria-hidden="true" />
              {t('move.top')}
            </button>
          </li>
        ) : null}
        {found?.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              className={styles.place}
              aria-label={t('move.to', { title: each.title.trim() || t('home.untitled') })}
              onClick={() => void choose(each.id)}
            >
              <FileText aria-hidden="true" />
              <span className={styles.name}>{each.title.trim() || t('home.untitled')}</span>
            </button>
          </li>
        ))}
      </ul>
      {found?.length === 0 ? <p className={styles.none}>{t('move.none')}</p> : null}
    </div>
  )
}
