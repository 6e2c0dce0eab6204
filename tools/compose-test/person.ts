/** Someone who writes in a document: with Dure's own client, or with a stock y-websocket one. Both see one text. */
import { type CreateSocket, type DocumentConnection, openDocument } from '@dure/client'
import { until } from '@dure/testkit'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'

/** Replicas converge within 2 s; a killed one costs its people a reconnect with back-off on top of that. */
const SEES_WITHIN_MS = 30_000

export interface Person {
  readonly doc: Doc
  readonly live: boolean
  /** Calls back whenever `live` or the company may have changed. */
  watch(changed: () => void): () => void
  /** How many people this one sees, oneself included. */
  readonly company: number
  /** Resolves when every edit is on the server's disk; a stock client is never told, so for it this is at once. */
  saved(): Promise<void>
  leave(): void
}

export function stockPerson(origin: string, documentId: string, name: string): Person {
  const doc = new Doc()
  const provider = new WebsocketProvider(`${origin.replace('http', 'ws')}/sync`, documentId, doc, { disableBc: true })
  provider.awareness.setLocalStateField('user', { name })
  return {
    doc,
    get live() {
      return provider.wsconnected && provider.synced
    },
    get company() {
      return provider.awareness.getStates().size
    },
    watch(changed) {
      provider.on('status', changed)
      provider.on('sync', changed)
      provider.awareness.on('change', changed)
      return () => {
        provider.off('status', changed)
        provider.off('sync', changed)
        provider.awareness.off('change', changed)
      }
    },
    saved: () => Promise.resolve(),
    leave: () => provider.destroy(),
  }
}

export const durePerson = (origin: string, documentId: string, displayName: string): Person =>
  personOf(openDocument({ serverUrl: origin, documentId, displayName }), displayName)

/** On a network that lets no WebSocket through: each tries to reach a port where nobody listens. */
export function postingPerson(origin: string, documentId: string, displayName: string): Person {
  const nowhere = new URL(origin.replace('http', 'ws'))
  nowhere.port = '1'
  const createSocket: CreateSocket = (_url, subprotocol) => new WebSocket(nowhere, subprotocol)
  return personOf(openDocument({ serverUrl: origin, documentId, displayName, createSocket }), displayName)
}

function personOf(connection: DocumentConnection, displayName: string): Person {
  connection.awareness.setLocalStateField('user', { name: displayName })
  return {
    doc: connection.doc,
    get live() {
      return connection.connection.kind === 'live'
    },
    get company() {
      return connection.awareness.getStates().size
    },
    watch(changed) {
      connection.awareness.on('change', changed)
      const stop = connection.subscribe(changed)
      return () => {
        connection.awareness.off('change', changed)
        stop()
      }
    },
    saved: () => connection.whenSaved(),
    leave: () => void connection.close(),
  }
}

const text = (person: Person) => person.doc.getText('compose-test')

export function write(person: Person, words: string): void {
  text(person).insert(text(person).length, words)
}

export const read = (person: Person): string => text(person).toString()

export function sees(person: Person, words: string): Promise<void> {
  return until(`"${words}" in the text`, SEES_WITHIN_MS, (done) => {
    const look = () => {
      if (read(person).includes(words)) done()
    }
    person.doc.on('update', look)
    look()
    return () => person.doc.off('update', look)
  })
}

const watched = (person: Person, what: string, holds: () => boolean): Promise<void> =>
  until(what, SEES_WITHIN_MS, (done) => {
    const look = () => {
      if (holds()) done()
    }
    const stop = person.watch(look)
    look()
    return stop
  })

export const isLive = (person: Person) => watched(person, 'a live connection', () => person.live)
export const isCutOff = (person: Person) => watched(person, 'a lost connection', () => !person.live)
export const hasCompany = (person: Person, people: number) =>
  watched(person, `${people} people in the document`, () => person.company === people)
