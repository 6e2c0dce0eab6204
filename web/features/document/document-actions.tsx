'use client'
/** The right end of a live document's header: who is here, and what can be done with the whole of it. */
import type { DocumentConnection } from '@dure/client'
import { mayWrite, type Role } from '@dure/protocol'
import { AccountMenu } from '../account/account-menu.tsx'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { type FollowWish, nextWish } from '../presence/follow-wish.ts'
import { NameEditor } from '../presence/name-editor.tsx'
import type { Person } from '../presence/people.ts'
import { PresenceBar } from '../presence/presence-bar.tsx'
import { ShareButton } from '../sharing/share-button.tsx'
import { CopyLinkButton } from './copy-link-button.tsx'
import styles from './document-actions.module.css'
import type { LiveDocumentProps } from './document-props.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { DocumentMenu } from './menu/document-menu.tsx'

export function DocumentActions({
  connection,
  first: { documentId, person, theme, reach, place },
  title,
  role,
  name,
  onRename,
  people,
  colour,
  live,
  wish,
  onWish,
  wide,
  onWide,
}: {
  readonly connection: DocumentConnection
  readonly first: LiveDocumentProps
  readonly title: string
  readonly role: Role
  readonly name: string
  readonly onRename: (name: string) => void
  readonly people: readonly Person[]
  /** One's own on all screens. */
  readonly colour: number
  /** Whether they are known. */
  readonly live: boolean
  readonly wish: FollowWish | undefined
  readonly onWish: (next: (before: FollowWish | undefined) => FollowWish | undefined) => void
  readonly wide: boolean
  readonly onWide: (wide: boolean) => void
}) {
  return (
    <>
      <PresenceBar
        people={people}
        live={live}
        following={wish}
        onGo={(key) => onWish((before) => nextWish(before, key))}
      />
      {person ? null : <NameEditor name={name} colour={colour} onRename={onRename} />}
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
        onWide={onWide}
      />
      {person && mayWrite(role) ? (
        <ShareButton documentId={documentId} firstReach={reach} person={person} />
      ) : (
        <CopyLinkButton />
      )}
      {person ? <AccountMenu person={person} colour={colour} /> : null}
    </>
  )
}
