'use client'
/** A document as it lives in the browser: its connection, who is here, its title and text, and how it is saved. */
import type { DocumentConnection } from '@dure/client'
import { mayWrite } from '@dure/protocol'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Face } from '../../ui/face.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { keptOwnerOf, rememberPerson } from '../account/remembered-person.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { lookForNewVersion } from '../offline/watch-version.ts'
import { useReturnFromBin } from '../pages/use-return-from-bin.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { FollowWish } from '../presence/follow-wish.ts'
import { guestBox, guestKey, guestName, readGuest, renameGuest } from '../presence/guest.ts'
import type { Person } from '../presence/people.ts'
import { usePeople } from '../presence/use-people.ts'
import { useSidebar } from '../sidebar/sidebar-context.tsx'
import { RetryButton } from '../trouble/retry-button.tsx'
import { DocumentActions } from './document-actions.tsx'
import { DocumentText, focusStart, useDocumentEditor } from './document-editor.tsx'
import { DocumentFrame } from './document-frame.tsx'
import type { LiveDocumentProps } from './document-props.ts'
import { EndedActions } from './ended-actions.tsx'
import { endedWords } from './ended-words.ts'
import { holdDuringComposition } from './hold-composition.ts'
import { FindBar, FollowPerson, TextToolbar } from './lazy-tools.ts'
import { LiveLook } from './look/live-look.tsx'
import { useFullWidth } from './menu/full-width.ts'
import { OpeningText } from './opening-document.tsx'
import { SaveIndicator } from './save-indicator.tsx'
import { saveWords } from './save-words.ts'
import { TitleField } from './title-field.tsx'
import { TroubleStrip } from './trouble-strip.tsx'
import { useCaughtUp } from './use-caught-up.ts'
import {
  type ConnectionView,
  closeWhenKept,
  type Self,
  useConnectionView,
  useDocumentConnection,
  useOwnColour,
} from './use-connection.ts'
import { useLasting } from './use-lasting.ts'
import { useSaveKey } from './use-save-key.ts'
import { ViewOnly } from './view-only.tsx'

const RequestAccess = lazily(async () => (await import('../pages/request-access.tsx')).RequestAccess)

/** Faces come with the text that they are in, and stand still from then on. */
const NOBODY: readonly Person[] = []

/** Storing an edit takes some milliseconds; on a busy phone, some hundred. */
const STORING_MS = 1_500

export function LiveDocument(props: LiveDocumentProps) {
  const [opening, setOpening] = useState(0)
  // What stands for the document in memory is left behind whole; device and server have what counts.
  return <OpenedDocument key={opening} {...props} onReopen={() => setOpening(opening + 1)} />
}

function OpenedDocument({ onReopen, ...first }: LiveDocumentProps & { readonly onReopen: () => void }) {
  const { documentId, person } = first
  const { language } = useTranslator()
  const [guest, setGuest] = useState(() => readGuest(guestBox()))
  const self: Self = person
    ? { key: person.id, name: person.name, copyOwner: keptOwnerOf(person) }
    : { key: guestKey(guest), name: guestName(guest, language), copyOwner: keptOwnerOf(null) }
  const connection = useDocumentConnection(documentId, self)
  useEffect(() => rememberPerson(person), [person])
  return (
    <ShownDocument
      connection={connection}
      first={first}
      self={self}
      onRename={(typed) => setGuest(renameGuest(guest, typed, guestBox()))}
      onReopen={() => connection && void closeWhenKept(connection).then(onReopen)}
    />
  )
}

/**
 * One frame from the first paint on: what the server drew stays where it is while the connection comes, and the header
 * while the editor comes. To draw a long text anew takes as long as to fetch it.
 */
function ShownDocument({
  connection,
  first,
  self: { key: selfKey, name },
  onRename,
  onReopen,
}: {
  readonly connection: DocumentConnection | undefined
  /** As the server knew it when it rendered the page. */
  readonly first: LiveDocumentProps
  readonly self: Self
  readonly onRename: (name: string) => void
  readonly onReopen: () => void
}) {
  const translator = useTranslator()
  const { t } = translator
  const { documentId, title: firstTitle, person, theme, preview, place } = first
  const view = useConnectionView(connection)
  const people = usePeople(connection?.awareness, selfKey)
  const [title, setTitle] = useState(firstTitle)
  const [wish, setWish] = useState<FollowWish>()
  const sheet = useCallback(
    (element: HTMLElement) => (connection ? holdDuringComposition(element, connection) : undefined),
    [connection],
  )
  const onlyHere = useLasting(view.status.kind !== 'saved' && view.status.keptOn === 'tab', STORING_MS)
  const words = useMemo(
    () => saveWords(view.status, view.connection, view.hasSynced, translator, onlyHere),
    [view.status, view.connection, view.hasSynced, translator, onlyHere],
  )

  useEffect(() => {
    document.title = `${title.trim() || t('home.untitled')} · ${t('app.name')}`
  }, [title, t])
  useSaveKey(view.status.kind === 'saved')
  const [wide, setWide] = useFullWidth(documentId)
  const sidebar = useSidebar()
  useEffect(() => sidebar?.store.renamed(documentId, title), [sidebar, documentId, title])
  useEffect(() => {
    if (place) sidebar?.store.visited([...place.path.map(({ id }) => id), documentId])
  }, [sidebar, documentId, place])
  useReturnFromBin(connection, documentId)
  const waited = useHasWaited(view.connection.kind)
  const caughtUp = useCaughtUp(connection?.doc, preview)

  const ended = view.connection.kind === 'ended' ? view.connection.closeReason.name : undefined
  const role = view.role ?? first.role
  const editable = ended === undefined && mayWrite(role)
  const isHere = view.hasSynced && caughtUp
  const editor = useDocumentEditor(connection, documentId, isHere, editable, keptOwnerOf(person))
  const self = people.find((person) => person.isSelf)
  useOwnColour(connection, self?.colour)
  const toText = useCallback(() => editor && focusStart(editor), [editor])

  return (
    <DocumentFrame
      title={title}
      sheet={sheet}
      path={place?.path ?? []}
      wide={wide}
      status={
        !connection ? null : mayWrite(role) || view.status.kind === 'cannot-save' ? (
          <SaveIndicator words={words} />
        ) : (
          <ViewOnly ask={person ? <RequestAccess documentId={documentId} wanted="editor" kind="quiet" /> : null} />
        )
      }
      strip={
        connection && view.hasSynced ? (
          <TroubleStrip view={view} words={words} connection={connection} onReopen={onReopen} />
        ) : null
      }
      actions={
        connection ? (
          <DocumentActions
            connection={connection}
            first={first}
            title={title}
            role={role}
            name={name}
            onRename={onRename}
            people={editor ? people : NOBODY}
            colour={self?.colour ?? 0}
            live={editor !== null && view.connection.kind === 'live'}
            wish={wish}
            onWish={setWish}
            wide={wide}
            onWide={setWide}
          />
        ) : (
          <PreferencesMenu theme={theme} />
        )
      }
      toolbar={editor && editable ? <TextToolbar editor={editor} /> : null}
      panel={editor ? <FindBar editor={editor} /> : null}
    >
      {connection && editor ? (
        <>
          <LiveLook connection={connection} documentId={documentId} editor={editor} editable={editable} />
          <TitleField doc={connection.doc} editable={editable} onTitle={setTitle} onLeave={toText} />
          {wish ? (
            <FollowPerson
              editor={editor}
              awareness={connection.awareness}
              person={people.find((person) => person.key === wish.key)}
              wish={wish}
              onEnd={() => setWish(undefined)}
            />
          ) : null}
          <DocumentText editor={editor} editable={editable} connection={connection} documentId={documentId} />
        </>
      ) : connection && ended !== undefined ? (
        <Face mood="asleep" {...faceWords(ended, t)}>
          <EndedActions reason={ended} connection={connection} onReopen={onReopen} />
        </Face>
      ) : connection && waited && !preview ? (
        <Face mood="asleep" title={t('offline.not-kept.title')} text={t('offline.not-kept.text')}>
          <RetryButton onRetry={() => connection.reconnectNow()} />
          <LinkButton href="/">{t('document.home')}</LinkButton>
        </Face>
      ) : (
        <OpeningText documentId={documentId} title={firstTitle} preview={preview} />
      )}
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

export { LiveDocument as Document }
