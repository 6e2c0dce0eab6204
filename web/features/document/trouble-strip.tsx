'use client'
/** What stands under the header when edits cannot be saved: why, and what can be done about it. */
import type { DocumentConnection } from '@dure/client'
import { CloudOff, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { endedWords } from './ended-words.ts'
import type { SaveWords } from './save-words.ts'
import styles from './trouble-strip.module.css'
import type { ConnectionView } from './use-connection.ts'

export function TroubleStrip({
  view,
  words,
  connection,
}: {
  readonly view: ConnectionView
  readonly words: SaveWords
  readonly connection: Pick<DocumentConnection, 'retryParked' | 'reconnectNow'>
}) {
  const { t } = useTranslator()
  const ended = view.connection.kind === 'ended' ? endedWords(view.connection.closeReason.name, t) : undefined
  const unsaved = view.parked.map((edit) => edit.text).join('')
  if (words.mood !== 'away' && words.mood !== 'trouble' && !ended) return null

  const retry = (): void => {
    if (view.connection.kind === 'ended') connection.reconnectNow()
    else connection.retryParked()
  }
  return (
    <div className={styles.strip} data-mood={ended ? 'trouble' : words.mood}>
      {words.mood === 'away' ? <CloudOff aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      <p className={styles.words}>
        <strong>{ended ? ended.title : words.full}</strong> <span>{ended ? ended.text : words.hint}</span>
      </p>
      {words.mood === 'away' ? null : (
        <div className={styles.actions}>
          {unsaved === '' ? null : <CopyUnsaved text={unsaved} />}
          <Button onClick={ended?.reload ? () => location.reload() : retry}>
            {ended?.reload ? t('ended.reload') : t('trouble-strip.retry')}
          </Button>
        </div>
      )}
    </div>
  )
}

function CopyUnsaved({ text }: { readonly text: string }) {
  const { t } = useTranslator()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <Button onClick={() => void copy().catch(() => setCopied(false))}>
      {copied ? t('trouble-strip.copied') : t('trouble-strip.copy')}
    </Button>
  )
}
