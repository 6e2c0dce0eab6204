'use client'
/** The next step after a connection ended for good. */
import { type DocumentConnection, setLocalCopyAside } from '@dure/client'
import { Button } from '../../ui/button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { endedWords } from './ended-words.ts'

const RestoreBinned = lazily(async () => (await import('../pages/restore-binned.tsx')).RestoreBinned)

export function EndedActions({
  reason,
  connection,
  onReopen,
}: {
  readonly reason: string
  readonly connection: Pick<DocumentConnection, 'reconnectNow' | 'localCopyId' | 'documentId'>
  /** Opens the document anew. */
  readonly onReopen: () => void
}) {
  const { t } = useTranslator()
  const openNew = async (): Promise<void> => {
    // Kept, but out of the way: nothing of it may get into the document that took its place.
    if (connection.localCopyId !== undefined) await setLocalCopyAside(connection.localCopyId)
    onReopen()
  }
  switch (endedWords(reason, t).next) {
    case 'reload':
      return <Button onClick={() => location.reload()}>{t('ended.reload')}</Button>
    case 'reconnect':
      return <Button onClick={() => connection.reconnectNow()}>{t('trouble-strip.retry')}</Button>
    case 'restore':
      return <RestoreBinned documentId={connection.documentId} onRestored={() => connection.reconnectNow()} />
    case 'open-new':
      return <Button onClick={() => void openNew()}>{t('trouble-strip.open-new')}</Button>
  }
}
