'use client'
/** A document's connection in React: opened with the page, let go of when nothing in it is unsaved. */
import type { ConnectionStatus, DocumentConnection, SaveStatus } from '@dure/client'
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { plainColour } from '../presence/person-colour.ts'
import { takeConnection } from './early-connection.ts'

/** Who this browser is to the document. */
export interface Self {
  /** What the others' pages tell people apart by. */
  readonly key: string
  readonly name: string
  /** Whose copy on this device it is: what one person left unsaved is not the next one's to send. */
  readonly copyOwner: string
}

/** Undefined until the browser runs it. The name is followed without connecting a new document. */
export function useDocumentConnection(
  documentId: string,
  { key, name, copyOwner }: Self,
): DocumentConnection | undefined {
  const [connection, setConnection] = useState<DocumentConnection>()

  // The name at the time of opening; a later one is told by the effect below.
  const take = useEffectEvent(() => takeConnection({ documentId, copyOwner, displayName: name }))
  // Before the page is drawn: nothing is waited for that could be on its way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: of another document or person it is another one
  useLayoutEffect(() => {
    const opened = take()
    setConnection(opened)
    const stopGuarding = warnBeforeLosing(opened)
    return () => {
      setConnection(undefined)
      void letGo(opened).finally(stopGuarding)
    }
  }, [documentId, copyOwner])

  useEffect(() => {
    if (!connection) return
    connection.setDisplayName(name)
    const user = connection.awareness.getLocalState()?.user
    connection.awareness.setLocalStateField('user', { ...user, id: key, name })
  }, [connection, key, name])

  return connection
}

/** Tells the others the colour that one has on all screens; their editors draw one's caret in it. */
export function useOwnColour(connection: DocumentConnection | undefined, colour: number | undefined): void {
  useEffect(() => {
    if (!connection) return
    const user = connection.awareness.getLocalState()?.user
    if (colour === undefined || !user || user.color === plainColour(colour)) return
    connection.awareness.setLocalStateField('user', { ...user, color: plainColour(colour) })
  }, [connection, colour])
}

/** Closes now if everything is on disk, else as soon as it is: the page may go elsewhere, the edits go out. */
async function letGo(connection: DocumentConnection): Promise<void> {
  connection.awareness.setLocalState(null)
  await connection.whenSaved().catch(() => {})
  await connection.close()
}

/** Closes as soon as nothing would be lost by it: what is unsaved goes on where the document is opened next. */
export async function closeWhenKept(connection: DocumentConnection): Promise<void> {
  await new Promise<void>((resolve) => {
    const check = (): void => {
      const { status } = connection
      if (status.kind === 'saved' || status.keptOn === 'device') resolve()
    }
    connection.subscribe(check)
    check()
  })
  await connection.close()
}

/** The browser asks before it closes a tab that holds the only copy of an edit. */
function warnBeforeLosing(connection: DocumentConnection): () => void {
  const onBeforeUnload = (event: BeforeUnloadEvent): void => {
    const { status } = connection
    if (status.kind === 'saved' || status.pending === 0) return
    event.preventDefault()
  }
  addEventListener('beforeunload', onBeforeUnload)
  return () => removeEventListener('beforeunload', onBeforeUnload)
}

export interface ConnectionView {
  readonly status: SaveStatus
  readonly connection: ConnectionStatus
  readonly hasSynced: boolean
  readonly role: DocumentConnection['role']
  readonly parked: DocumentConnection['parked']
}

/** Nobody has looked yet, so nobody may say that all is saved. */
const UNKNOWN: SaveStatus = { kind: 'saving', pending: 0, keptOn: 'tab' }
const CONNECTING: ConnectionStatus = { kind: 'connecting' }
const NONE: DocumentConnection['parked'] = []

/** What the interface shows of a connection, up to date; before there is one, that it is on its way. */
export function useConnectionView(connection: DocumentConnection | undefined): ConnectionView {
  const subscribe = useCallback(
    (listener: () => void) => connection?.subscribe(listener) ?? (() => undefined),
    [connection],
  )
  const status = (): SaveStatus => connection?.status ?? UNKNOWN
  const state = (): ConnectionStatus => connection?.connection ?? CONNECTING
  const hasSynced = (): boolean => connection?.hasSynced ?? false
  const role = (): DocumentConnection['role'] => connection?.role
  const parked = (): DocumentConnection['parked'] => connection?.parked ?? NONE
  return {
    status: useSyncExternalStore(subscribe, status, status),
    connection: useSyncExternalStore(subscribe, state, state),
    hasSynced: useSyncExternalStore(subscribe, hasSynced, hasSynced),
    role: useSyncExternalStore(subscribe, role, role),
    parked: useSyncExternalStore(subscribe, parked, parked),
  }
}
