/**
 * Who else is here: carries the local awareness state to the server and everyone's back. The server stamps who each
 * state belongs to. Nothing of it is kept: when the connection is lost, the others are gone until they are heard again.
 */
import { MAX_PRESENCE_STATE_BYTES, type PresenceEntry } from '@dure/protocol'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { type Awareness, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import type { Clock } from './clock.ts'
import { HELD_PRESENCE_LAG_MS, PRESENCE_INTERVAL_MS } from './limits.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export class Presence {
  readonly #awareness: Awareness
  readonly #clock: Clock
  readonly #send: (entries: readonly PresenceEntry[]) => void
  readonly #onUpdate: (change: AwarenessChange) => void
  #live = false
  #held = false
  /** What arrived during a composition: the latest of each person. */
  #waiting = new Map<number, PresenceEntry>()
  #lagTimer: unknown
  #sendTimer: unknown
  #due = false

  constructor(awareness: Awareness, clock: Clock, send: (entries: readonly PresenceEntry[]) => void) {
    this.#awareness = awareness
    this.#clock = clock
    this.#send = send
    this.#onUpdate = ({ added, updated, removed }) => {
      const id = awareness.clientID
      if (added.includes(id) || updated.includes(id) || removed.includes(id)) this.#schedule()
    }
    awareness.on('update', this.#onUpdate)
  }

  /** The connection is live: says who is here, at a higher clock than the leaving that the server told the others. */
  announce(): void {
    this.#live = true
    this.#awareness.setLocalState(this.#awareness.getLocalState())
  }

  receive(entries: readonly PresenceEntry[]): void {
    const own = this.#awareness.clientID
    for (const entry of entries) {
      // The own state is this tab's to say; told that it left (its former socket did), it says that it is here.
      if (entry.yjsClientId !== own) this.#waiting.set(entry.yjsClientId, entry)
      else if (entry.json === 'null') this.#awareness.setLocalState(this.#awareness.getLocalState())
    }
    if (!this.#held && this.#lagTimer === undefined) this.#applyWaiting()
  }

  /** The connection is lost. */
  drop(): void {
    this.#live = false
    this.#stopTimers()
    this.#waiting.clear()
    const others = [...this.#awareness.getStates().keys()].filter((id) => id !== this.#awareness.clientID)
    removeAwarenessStates(this.#awareness, others, REMOTE_ORIGIN)
  }

  hold(): void {
    this.#held = true
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    if (this.#due) this.#schedule()
    this.#clock.clearTimeout(this.#lagTimer)
    this.#lagTimer = this.#clock.setTimeout(() => {
      this.#lagTimer = undefined
      if (!this.#held) this.#applyWaiting()
    }, HELD_PRESENCE_LAG_MS)
  }

  /** Tells the server that this person leaves, and stops listening. */
  leave(): void {
    const id = this.#awareness.clientID
    const clock = this.#awareness.meta.get(id)?.clock ?? 0
    if (this.#live) this.#send([{ yjsClientId: id, clock: clock + 1, json: 'null' }])
    this.#awareness.off('update', this.#onUpdate)
    this.drop()
  }

  /** Sends at once, or with what else changes until the interval is over. A caret in unsent text waits with the text. */
  #schedule(): void {
    this.#due = true
    if (!this.#live || this.#held || this.#sendTimer !== undefined) return
    this.#sendOwn()
    this.#sendTimer = this.#clock.setTimeout(() => {
      this.#sendTimer = undefined
      if (this.#due) this.#schedule()
    }, PRESENCE_INTERVAL_MS)
  }

  #sendOwn(): void {
    this.#due = false
    const id = this.#awareness.clientID
    const json = JSON.stringify(this.#awareness.getLocalState())
    // The server would drop it, and then the connection.
    if (new TextEncoder().encode(json).length > MAX_PRESENCE_STATE_BYTES) return
    this.#send([{ yjsClientId: id, clock: this.#awareness.meta.get(id)?.clock ?? 0, json }])
  }

  #applyWaiting(): void {
    if (this.#waiting.size === 0) return
    const encoder = createEncoder()
    writeVarUint(encoder, this.#waiting.size)
    for (const entry of this.#waiting.values()) {
      writeVarUint(encoder, entry.yjsClientId)
      writeVarUint(encoder, entry.clock)
      writeVarString(encoder, entry.json)
    }
    this.#waiting.clear()
    applyAwarenessUpdate(this.#awareness, toUint8Array(encoder), REMOTE_ORIGIN)
  }

  #stopTimers(): void {
    this.#clock.clearTimeout(this.#sendTimer)
    this.#clock.clearTimeout(this.#lagTimer)
    this.#sendTimer = undefined
    this.#lagTimer = undefined
  }
}
