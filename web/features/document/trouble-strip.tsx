'use client'
/** What stands under the header when edits cannot be saved: why, and what can be done about it. */
import type { DocumentConnection } from '@dure/client'
import { Button } from '../../ui/button.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { EndedActions } from './ended-actions.tsx'
import { endedWords } from './ended-words.ts'
import { RefusedEdits } from './refused-edits.tsx'
import type { SaveWords } from './save-words.ts'
import { Strip } from './strip.tsx'
import type { ConnectionView } from './use-connection.ts'

export function TroubleStrip({
  view,
  words,
  connection,
  onReopen,
}: {
  readonly view: ConnectionView
  readonly words: SaveWords
  readonly connection: DocumentConnection
  /** Opens the document anew: for one that no longer shows what the server holds. */
  readonly onReopen: () => void
}) {
  const { t } = useTranslator()
  const ended = view.connection.kind === 'ended' ? view.connection.closeReason.name : undefined
  return (
    <>
      {view.parked.length === 0 ? null : (
        <RefusedEdits parked={view.parked} connection={connection} onReopen={onReopen} />
      )}
      {ended !== undefined ? (
        <Strip mood="trouble" {...endedWords(ended, t)}>
          <EndedActions reason={ended} connection={connection} onReopen={onReopen} />
        </Strip>
      ) : words.mood === 'away' ? (
        <Strip mood={words.urgent ? 'urgent' : 'away'} title={words.full} text={words.hint} />
      ) : words.mood === 'trouble' && view.parked.length === 0 ? (
        <Strip mood="trouble" title={words.full} text={words.hint}>
          <Button onClick={() => connection.reconnectNow()}>{t('trouble-strip.retry')}</Button>
        </Strip>
      ) : null}
    </>
  )
}
