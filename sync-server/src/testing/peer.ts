/** A person with a document open, whatever client they use, and what a test has them do and wait for. */
import { until } from '@dure/testkit'
import type { Awareness } from 'y-protocols/awareness'
import { type Doc, equalSnapshots, snapshot } from 'yjs'
import { DEADLINE_MS } from './deadline.ts'

export interface Peer {
  readonly doc: Doc
  readonly awareness: Awareness
  close(): Promise<void>
}

export const textOf = (peer: Peer): string => peer.doc.getText('text').toString()

/** Writes at the end. */
export const type = (peer: Peer, what: string): void => {
  const text = peer.doc.getText('text')
  text.insert(text.length, what)
}

/** Resolves when `holds` does, looked at after each change of the documents. */
export function docsHold(
  what: string,
  peers: readonly Peer[],
  holds: () => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  return until<void>(what, deadlineMs, (done) => {
    const check = (): void => {
      if (holds()) done(undefined)
    }
    for (const { doc } of peers) doc.on('afterTransaction', check)
    check()
    return () => {
      for (const { doc } of peers) doc.off('afterTransaction', check)
    }
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; the texts: ${JSON.stringify(peers.map((peer) => textOf(peer).slice(0, 200)))}`)
  })
}

/** Resolves when the person sees this in the text. */
export const sees = (peer: Peer, part: string, deadlineMs = DEADLINE_MS): Promise<void> =>
  docsHold(`seeing ${JSON.stringify(part.slice(0, 40))}`, [peer], () => textOf(peer).includes(part), deadlineMs)

/** Resolves when all hold the same: structs, deletions and text. */
export const converged = (peers: readonly Peer[], deadlineMs = DEADLINE_MS): Promise<void> =>
  docsHold('all the same', peers, () => sameDocuments(peers), deadlineMs)

export function sameDocuments(peers: readonly Peer[]): boolean {
  const [first, ...others] = peers
  if (!first) return true
  if (peers.some(({ doc }) => doc.store.pendingStructs !== null || doc.store.pendingDs !== null)) return false
  const its = snapshot(first.doc)
  return others.every((other) => equalSnapshots(its, snapshot(other.doc)) && textOf(other) === textOf(first))
}

/** Resolves when the person sees a state of that Yjs client for which `holds`; undefined stands for "not here". */
export const seesPresence = (
  peer: Peer,
  of: { readonly doc: { readonly clientID: number } },
  holds: (state: { [key: string]: unknown } | undefined) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<void> =>
  until<void>(`presence of ${of.doc.clientID}`, deadlineMs, (done) => {
    const check = (): void => {
      if (holds(peer.awareness.getStates().get(of.doc.clientID))) done(undefined)
    }
    peer.awareness.on('change', check)
    check()
    return () => peer.awareness.off('change', check)
  })
