'use client'
/** A document as it lives in the browser: its connection, who is here, its title and text, and how it is saved. */
import type { DocumentConnection } from '@dure/client'
import { mayWrite } from '@dure/protocol'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Face } from '../../ui/face.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { lookForNewVersion } from '../offline/watch-version.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { type Guest, guestBox, guestName, readGuest, renameGuest } from '../presence/guest.ts'
import { NameEditor } from '../presence/name-editor.tsx'
import { PresenceBar } from '../presence/presence-bar.tsx'
import { usePeople } from '../presence/use-people.ts'
import type { Theme } from '../theme/theme.ts'
import { RetryButton } from '../trouble/retry-button.tsx'
import { CopyLinkButton } from './copy-link-button.tsx'
import { DocumentText, focusStart, useDocumentEditor } from './document-editor.tsx'
import { DocumentFrame } from './document-frame.tsx'
import { EndedActions } from './ended-actions.tsx'
import { endedWords } from './ended-words.ts'
import { holdDuringComposition } from './hold-composition.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { OpeningText } from './opening-document.tsx'
import { SaveIndicator } from './save-indicator.tsx'
import { saveWords } from './save-words.ts'
import { TextToolbar } from './text-toolbar.tsx'
import { TitleField } from './title-field.tsx'
import { TroubleStrip } from './trouble-strip.tsx'
import {
  type ConnectionView,
  closeWhenKept,
  useConnectionView,
  useDocumentConnection,
  useOwnColour,
} from './use-connection.ts'
import { useLasting } from './use-lasting.ts'

/** Storing an edit takes some milliseconds; on a busy phone, some hundred. */
const STORING_MS = 1_500

export interface LiveDocumentProps {
  readonly documentId: string
  /** As the server knew it when it rendered the page. */
  readonly title: string
  readonly theme: Theme
}

export function LiveDocument(props: LiveDocumentProps) {
  const [opening, setOpening] = useState(0)
  // What stands for the document in memory is left behind whole; device and server have what counts.
  return <OpenedDocument key={opening} {...props} onReopen={() => setOpening(opening + 1)} />
}

function OpenedDocument({ documentId, title, theme, onReopen }: LiveDocumentProps & { readonly onReopen: () => void }) {
  const { language } = useTranslator()
  const [guest, setGuest] = useState(() => readGuest(guestBox()))
  const name = guestName(guest, language)
  const connection = useDocumentConnection(documentId, guest, name)
  const rename = (typed: string): void => setGuest(renameGuest(guest, typed, guestBox()))

  if (!connection) {
    return (
      <DocumentFrame title={title} status={null} actions={<PreferencesMenu theme={theme} />}>
        <OpeningText title={title} />
      </DocumentFrame>
    )
  }
  return (
    <ConnectedDocument
      connection={connection}
      firstTitle={title}
      theme={theme}
      guest={guest}
      name={name}
      onRename={rename}
      onReopen={() => void closeWhenKept(connection).then(onReopen)}
    />
  )
}

function ConnectedDocument({
  connection,
  firstTitle,
  theme,
  guest,
  name,
  onRename,
  onReopen,
}: {
  readonly connection: DocumentConnection
  readonly firstTitle: string
  readonly theme: Theme
  readonly guest: Guest
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onReopen: () => void
}) {
  const translator = useTranslator()
  const { t } = translator
  const view = useConnectionView(connection)
  const people = usePeople(connection.awareness, guest.id)
  const [title, setTitle] = useState(firstTitle)
  // As the frame is drawn anew when the first content is here, the listeners must go along with its element.
  const sheet = useCallback((element: HTMLElement) => holdDuringComposition(element, connection), [connection])
  const onlyHere = useLasting(view.status.kind !== 'saved' && view.status.keptOn === 'tab', STORING_MS)
  const words = useMemo(
    () => saveWords(view.status, view.connection, view.hasSynced, translator, onlyHere),
    [view.status, view.connection, view.hasSynced, translator, onlyHere],
  )

  useEffect(() => {
    document.title = `${title.trim() || t('home.untitled')} · ${t('app.name')}`
  }, [title, t])
  useSaveKey(view.status.kind === 'saved')
  const waited = useHasWaited(view.connection.kind)

  const ended = view.connection.kind === 'ended' ? view.connection.closeReason.name : undefined
  const editable = ended === undefined && (view.role === undefined || mayWrite(view.role))
  const self = people.find((person) => person.isSelf)
  useOwnColour(connection, self?.colour)
  const frame = {
    title,
    sheet,
    status: <SaveIndicator words={words} />,
    strip: view.hasSynced ? (
      <TroubleStrip view={view} words={words} connection={connection} onReopen={onReopen} />
    ) : null,
    actions: (
      <>
        <PresenceBar people={people} live={view.connection.kind === 'live'} />
        <NameEditor name={name} colour={self?.colour ?? 0} onRename={onRename} />
        <KeysDialog />
        <PreferencesMenu theme={theme} />
        <CopyLinkButton />
      </>
    ),
  }

  if (!view.hasSynced) {
    return (
      <DocumentFrame {...frame}>
        {ended !== undefined ? (
          <Face mood="asleep" {...faceWords(ended, t)}>
            <EndedActions reason={ended} connection={connection} onReopen={onReopen} />
          </Face>
        ) : waited ? (
          <Face mood="asleep" title={t('offline.not-kept.title')} text={t('offline.not-kept.text')}>
            <RetryButton onRetry={() => connection.reconnectNow()} />
            <LinkButton href="/">{t('document.home')}</LinkButton>
          </Face>
        ) : (
          <OpeningText title={firstTitle} />
        )}
      </DocumentFrame>
    )
  }
  return <WritableDocument frame={frame} connection={connection} editable={editable} onTitle={setTitle} />
}

function WritableDocument({
  frame,
  connection,
  editable,
  onTitle,
}: {
  readonly frame: Omit<Parameters<typeof DocumentFrame>[0], 'children' | 'toolbar'>
  readonly connection: DocumentConnection
  readonly editable: boolean
  readonly onTitle: (title: string) => void
}) {
  const editor = useDocumentEditor(connection, editable)
  const toText = useCallback(() => editor && focusStart(editor), [editor])
  return (
    <DocumentFrame {...frame} toolbar={editor && editable ? <TextToolbar editor={editor} /> : null}>
      <TitleField doc={connection.doc} editable={editable} onTitle={onTitle} onLeave={toText} />
      {editor ? <DocumentText editor={editor} /> : <OpeningText />}
    </DocumentFrame>
  )
}

function faceWords(
  reason: string,
  t: Parameters<typeof endedWords>[1],
): { readonly title: string; readonly text: string } {
  const { title, text } = endedWords(reason, t)
  return { title, text }
}

/** Whether an attempt to connect has failed: before that, grey lines say enough. A server that is back may be newer. */
function useHasWaited(kind: ConnectionView['connection']['kind']): boolean {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    if (kind === 'waiting') setWaited(true)
    if (kind === 'live' && waited) lookForNewVersion()
  }, [kind, waited])
  return waited
}

/** People press ⌘S or Ctrl+S out of habit and care: the answer is the truth about saving. */
function useSaveKey(saved: boolean): void {
  const { t } = useTranslator()
  const notify = useNotices()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      notify(
        saved
          ? { kind: 'done', title: t('save.automatic'), text: t('save.automatic-hint'), subject: 'save' }
          : {
              kind: 'done',
              title: t('save.automatic-pending'),
              text: t('save.automatic-pending-hint'),
              subject: 'save',
            },
      )
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [saved, t, notify])
}
