'use client'
/** A document as it lives in the browser: its connection, who is here, its title and text, and how it is saved. */
import type { Person } from '@dure/api'
import type { DocumentConnection } from '@dure/client'
import { mayWrite, type Reach, type Role } from '@dure/protocol'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Face } from '../../ui/face.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import { keptOwnerOf, rememberPerson } from '../account/remembered-person.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { lookForNewVersion } from '../offline/watch-version.ts'
import { useReturnFromBin } from '../pages/use-return-from-bin.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { type FollowWish, nextWish } from '../presence/follow-wish.ts'
import { guestBox, guestKey, guestName, readGuest, renameGuest } from '../presence/guest.ts'
import { NameEditor } from '../presence/name-editor.tsx'
import { PresenceBar } from '../presence/presence-bar.tsx'
import { usePeople } from '../presence/use-people.ts'
import { ShareButton } from '../sharing/share-button.tsx'
import { useSidebar } from '../sidebar/sidebar-context.tsx'
import { RetryButton } from '../trouble/retry-button.tsx'
import { CopyLinkButton } from './copy-link-button.tsx'
import { useDocumentEditor } from './document-editor.tsx'
import { DocumentFrame } from './document-frame.tsx'
import { EndedActions } from './ended-actions.tsx'
import { endedWords } from './ended-words.ts'
import { holdDuringComposition } from './hold-composition.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { FollowPerson } from './lazy-tools.ts'
import styles from './live-document.module.css'
import { DocumentMenu } from './menu/document-menu.tsx'
import { useFullWidth } from './menu/full-width.ts'
import { OpeningText } from './opening-document.tsx'
import { OpeningPage, type OpeningPageProps } from './opening-page.tsx'
import { SaveIndicator } from './save-indicator.tsx'
import { saveWords } from './save-words.ts'
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
import { WritableDocument } from './writable-document.tsx'

const RequestAccess = lazily(async () => (await import('../pages/request-access.tsx')).RequestAccess)

/** Storing an edit takes some milliseconds; on a busy phone, some hundred. */
const STORING_MS = 1_500

export interface LiveDocumentProps extends OpeningPageProps {
  /** As it was when the server rendered the page; the connection tells of a change. */
  readonly role: Role
  readonly reach: Reach
  /** Null for somebody without an account. */
  readonly person: Person | null
}

export function LiveDocument(props: LiveDocumentProps) {
  const [opening, setOpening] = useState(0)
  // What stands for the document in memory is left behind whole; device and server have what counts.
  return <OpenedDocument key={opening} {...props} onReopen={() => setOpening(opening + 1)} />
}

function OpenedDocument({ onReopen, ...props }: LiveDocumentProps & { readonly onReopen: () => void }) {
  const { documentId, person } = props
  const { language } = useTranslator()
  const [guest, setGuest] = useState(() => readGuest(guestBox()))
  const self: Self = person
    ? { key: person.id, name: person.name, copyOwner: keptOwnerOf(person) }
    : { key: guestKey(guest), name: guestName(guest, language), copyOwner: keptOwnerOf(null) }
  const connection = useDocumentConnection(documentId, self)
  useEffect(() => rememberPerson(person), [person])
  const rename = (typed: string): void => setGuest(renameGuest(guest, typed, guestBox()))

  if (!connection) return <OpeningPage {...props} />
  return (
    <ConnectedDocument
      connection={connection}
      first={props}
      selfKey={self.key}
      name={self.name}
      onRename={rename}
      onReopen={() => void closeWhenKept(connection).then(onReopen)}
    />
  )
}

function ConnectedDocument({
  connection,
  first,
  selfKey,
  name,
  onRename,
  onReopen,
}: {
  readonly connection: DocumentConnection
  /** As the server knew it when it rendered the page. */
  readonly first: LiveDocumentProps
  readonly selfKey: string
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onReopen: () => void
}) {
  const translator = useTranslator()
  const { t } = translator
  const { documentId, title: firstTitle, person, theme, preview, place } = first
  const view = useConnectionView(connection)
  const people = usePeople(connection.awareness, selfKey)
  const [title, setTitle] = useState(firstTitle)
  const [wish, setWish] = useState<FollowWish>()
  const watched = wish && people.find((person) => person.key === wish.key)
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
  const [wide, setWide] = useFullWidth(documentId)
  const sidebar = useSidebar()
  useEffect(() => sidebar?.store.renamed(documentId, title), [sidebar, documentId, title])
  useEffect(() => {
    if (place) sidebar?.store.visited([...place.path.map(({ id }) => id), documentId])
  }, [sidebar, documentId, place])
  useReturnFromBin(connection, documentId)
  const waited = useHasWaited(view.connection.kind)
  const caughtUp = useCaughtUp(connection.doc, preview)

  const ended = view.connection.kind === 'ended' ? view.connection.closeReason.name : undefined
  const role = view.role ?? first.role
  const editable = ended === undefined && mayWrite(role)
  const isHere = view.hasSynced && caughtUp
  const editor = useDocumentEditor(connection, documentId, isHere, editable, keptOwnerOf(person))
  const self = people.find((person) => person.isSelf)
  useOwnColour(connection, self?.colour)
  const frame = {
    title,
    sheet,
    path: place?.path ?? [],
    wide,
    status:
      mayWrite(role) || view.status.kind === 'cannot-save' ? (
        <SaveIndicator words={words} />
      ) : (
        <ViewOnly ask={person ? <RequestAccess documentId={documentId} wanted="editor" kind="quiet" /> : null} />
      ),
    strip: view.hasSynced ? (
      <TroubleStrip view={view} words={words} connection={connection} onReopen={onReopen} />
    ) : null,
    actions: (
      <>
        <PresenceBar
          people={people}
          live={view.connection.kind === 'live'}
          following={wish}
          onGo={(key) => setWish((before) => nextWish(before, key))}
        />
        {person ? null : <NameEditor name={name} colour={self?.colour ?? 0} onRename={onRename} />}
        <KeysDialog />
        <span className={person ? styles.roomy : undefined}>
          <PreferencesMenu theme={theme} />
        </span>
        <DocumentMenu
          document={{
            id: documentId,
            title,
            role,
            doc: connection.doc,
            own: person && place ? { favourite: place.favourite, mayBin: place.mayBin } : null,
          }}
          wide={wide}
          onWide={setWide}
        />
        {person && mayWrite(role) ? (
          <ShareButton documentId={documentId} firstReach={first.reach} person={person} />
        ) : (
          <CopyLinkButton />
        )}
        {person ? <AccountMenu person={person} colour={self?.colour ?? 0} /> : null}
      </>
    ),
  }

  if (!editor) {
    return (
      <DocumentFrame {...frame}>
        {ended !== undefined ? (
          <Face mood="asleep" {...faceWords(ended, t)}>
            <EndedActions reason={ended} connection={connection} onReopen={onReopen} />
          </Face>
        ) : waited && !preview ? (
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
  return (
    <WritableDocument
      frame={frame}
      editor={editor}
      connection={connection}
      documentId={documentId}
      editable={editable}
      onTitle={setTitle}
      around={
        wish ? (
          <FollowPerson
            editor={editor}
            awareness={connection.awareness}
            person={watched}
            wish={wish}
            onEnd={() => setWish(undefined)}
          />
        ) : null
      }
    />
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
