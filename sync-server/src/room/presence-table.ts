/**
 * Who is in a room, on this replica and on others. Never stored; latest wins. Pure: the room sends what it answers.
 *
 * Each connection speaks for one Yjs client id: the first it announces that nobody else here holds. Entries for other
 * ids, and what it only repeats of what it was told, are ignored, because stock y-websocket clients echo everybody's
 * presence back. What the client says about its user is replaced by what the server knows.
 *
 * A person may for a moment be on two replicas (they moved, and the first has not noticed), and a stock client comes
 * back with the clock at which it left, which y-protocols takes for old news. So everybody here is told clocks that only
 * rise, and that a person left only when no replica has them any more.
 */
import { MAX_RELAYED_PRESENCE_STATE_BYTES, type PresenceEntry, type ReplicaId } from '@dure/protocol'
import type { Identity } from '../auth/identity.ts'
import { PRESENCE_REPLICA_TTL_MS, PRESENCE_TOMBSTONE_MS } from '../limits.ts'
import { stampedState } from './presence-state.ts'

/** The text of the state that says "left". */
const LEFT = 'null'

interface RemoteReplica {
  heardAt: number
  readonly entries: Map<number, PresenceEntry>
}

/** What the people here were last told of an id. */
interface Told {
  readonly entry: PresenceEntry
  /** What was told before that. */
  readonly former: PresenceEntry | undefined
  /** What it was made from; undefined when the person left. */
  readonly source: PresenceEntry | undefined
  readonly at: number
  /** Which of all the changes it was. */
  readonly turn: number
}

export class PresenceTable<Member extends object> {
  /** People connected here, at the clocks of their clients. */
  readonly #local = new Map<number, PresenceEntry>()
  readonly #idOf = new Map<Member, number>()
  /** How many changes there had been when they came: of what was over by then they were told nothing. */
  readonly #cameAt = new Map<Member, number>()
  /** What those last said who are hidden because they fell silent. */
  readonly #hidden = new Map<Member, PresenceEntry>()
  readonly #replicas = new Map<ReplicaId, RemoteReplica>()
  /** Those who left are remembered for a while, so that their coming back is newer than their leaving. */
  readonly #told = new Map<number, Told>()
  readonly #changed = new Set<number>()
  readonly #changedHere = new Set<number>()
  #turn = 0

  /** A connection is here, and is told of everyone. */
  join(member: Member): void {
    this.#cameAt.set(member, this.#turn)
  }

  /** Takes what a connection says. Answers false for a state that is not a JSON object; one too large is dropped. */
  announce(member: Member, identity: Identity, entries: readonly PresenceEntry[], now: number): boolean {
    for (const entry of entries) {
      const id = this.#idOf.get(member) ?? this.#claim(member, entry)
      if (id !== entry.yjsClientId) continue
      this.#hidden.delete(member)
      if (entry.json === LEFT) {
        if (this.#local.delete(id)) this.#refreshHere(id, now)
        continue
      }
      const json = stampedState(entry.json, identity)
      if (json === undefined) return false
      // The stamp may take a state that fitted beyond what receivers read.
      if (Buffer.byteLength(json) > MAX_RELAYED_PRESENCE_STATE_BYTES || this.#isOwnEcho(id, entry)) continue
      this.#local.set(id, { yjsClientId: id, clock: entry.clock, json })
      this.#refreshHere(id, now)
    }
    return true
  }

  /** Who a connection is has changed: what the others see of it says so from here on. */
  identify(member: Member, identity: Identity, now: number): void {
    const id = this.#idOf.get(member)
    const entry = id === undefined ? undefined : this.#local.get(id)
    const json = entry && stampedState(entry.json, identity)
    if (id === undefined || !entry || json === undefined || json === entry.json) return
    if (Buffer.byteLength(json) > MAX_RELAYED_PRESENCE_STATE_BYTES) return
    this.#local.set(id, { ...entry, json })
    this.#refreshHere(id, now)
  }

  /** The connection is gone. */
  leave(member: Member, now: number): void {
    this.#cameAt.delete(member)
    const id = this.#idOf.get(member)
    if (id === undefined) return
    this.#idOf.delete(member)
    // Someone hidden has none of their own shown: what stands under the id is not theirs.
    if (!this.#hidden.delete(member) && this.#local.delete(id)) this.#refreshHere(id, now)
  }

  /** Those who are shown, or would be if they were not silent. */
  *members(): Iterable<Member> {
    for (const [member, id] of this.#idOf) if (this.#local.has(id) || this.#hidden.has(member)) yield member
  }

  /** Whether people of other replicas are known. */
  get knowsOthers(): boolean {
    return this.#replicas.size > 0
  }

  /** The connection fell silent: its presence is taken off the others' screens, and kept. Idempotent. */
  hide(member: Member, now: number): void {
    const id = this.#idOf.get(member)
    const entry = id === undefined ? undefined : this.#local.get(id)
    if (id === undefined || !entry || this.#hidden.has(member)) return
    this.#hidden.set(member, entry)
    this.#local.delete(id)
    this.#refreshHere(id, now)
  }

  /** The connection was heard again. Idempotent. */
  show(member: Member, now: number): void {
    const entry = this.#hidden.get(member)
    if (!entry) return
    this.#hidden.delete(member)
    this.#local.set(entry.yjsClientId, entry)
    this.#refreshHere(entry.yjsClientId, now)
  }

  /** Takes what another replica says of its people. */
  hear(from: ReplicaId, full: boolean, entries: readonly PresenceEntry[], now: number): void {
    let replica = this.#replicas.get(from)
    if (!replica) {
      replica = { heardAt: now, entries: new Map() }
      this.#replicas.set(from, replica)
    }
    replica.heardAt = now
    const mentioned = new Set<number>()
    for (const entry of entries) {
      mentioned.add(entry.yjsClientId)
      this.#hearOne(replica, entry, now)
    }
    if (!full) return
    for (const id of [...replica.entries.keys()]) {
      if (mentioned.has(id)) continue
      replica.entries.delete(id)
      this.#refresh(id, now)
    }
  }

  #hearOne({ entries }: RemoteReplica, entry: PresenceEntry, now: number): void {
    const id = entry.yjsClientId
    const current = entries.get(id)
    if (entry.json === LEFT) {
      if (!current || entry.clock < current.clock) return
      entries.delete(id)
    } else {
      if (current && entry.clock <= current.clock) return
      entries.set(id, entry)
    }
    this.#refresh(id, now)
  }

  /** Forgets people of silent replicas, and those who left long ago. */
  expire(now: number): void {
    for (const [replicaId, replica] of this.#replicas) {
      if (now - replica.heardAt <= PRESENCE_REPLICA_TTL_MS) continue
      this.#replicas.delete(replicaId)
      for (const id of replica.entries.keys()) this.#refresh(id, now)
    }
    for (const [id, told] of this.#told) {
      if (!told.source && now - told.at > PRESENCE_TOMBSTONE_MS && !this.#changed.has(id)) this.#told.delete(id)
    }
  }

  /** What changed since the last call, for the people of this replica; and of that, what only this replica knows. */
  takeChanges(): { readonly forMembers: readonly PresenceEntry[]; readonly forReplicas: readonly PresenceEntry[] } {
    const forMembers = [...this.#changed].flatMap((id) => this.#told.get(id)?.entry ?? [])
    const forReplicas = [...this.#changedHere].map((id) => this.#hereOf(id))
    this.#changed.clear()
    this.#changedHere.clear()
    return { forMembers, forReplicas }
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#changedHere.size > 0
  }

  /** Everyone who is here, for someone who joins. */
  everyone(): readonly PresenceEntry[] {
    return [...this.#told.values()].flatMap((told) => (told.source ? [told.entry] : []))
  }

  /** The same with those who left lately, for someone who may not have heard of it. */
  everyoneAndTheLeft(): readonly PresenceEntry[] {
    return [...this.#told.values()].map((told) => told.entry)
  }

  /** The people connected to this replica, for the others. */
  here(): readonly PresenceEntry[] {
    return [...this.#local.keys()].map((id) => this.#hereOf(id))
  }

  #claim(member: Member, entry: PresenceEntry): number | undefined {
    const id = entry.yjsClientId
    if (entry.json === LEFT || this.#local.has(id)) return undefined
    // Word for word what this connection was told of somebody is an echo. Else it is they themselves, who came here or
    // came back, at whatever clock: a stock client comes back with what it was told of itself before it left.
    const told = this.#told.get(id)
    const wasHereBefore = told !== undefined && (this.#cameAt.get(member) ?? 0) < told.turn
    if (isSame(told?.entry, entry) || (wasHereBefore && isSame(told.former, entry))) return undefined
    // They came back on a new connection while the old one hangs: from now on the new one speaks for them.
    for (const [silent, hidden] of this.#hidden) {
      if (hidden.yjsClientId !== id) continue
      this.#hidden.delete(silent)
      this.#idOf.delete(silent)
    }
    this.#idOf.set(member, id)
    return id
  }

  /**
   * A stock client that is told of itself at a higher clock takes it over and says it back. Taken for news, it would
   * be told again at a clock higher still, and so for ever.
   */
  #isOwnEcho(id: number, said: PresenceEntry): boolean {
    return this.#local.has(id) && this.#wasTold(this.#told.get(id), said)
  }

  #wasTold(told: Told | undefined, said: PresenceEntry): boolean {
    return isSame(told?.entry, said) || isSame(told?.former, said)
  }

  #refreshHere(id: number, now: number): void {
    this.#refresh(id, now)
    this.#changedHere.add(id)
  }

  /** Brings what the people here are told of an id up to date. */
  #refresh(id: number, now: number): void {
    const told = this.#told.get(id)
    const source = this.#local.get(id) ?? this.#newestElsewhere(id)
    if (source === told?.source) return
    const clock = told?.entry.clock ?? 0
    // y-protocols takes "left" at the clock it knows, and any other state only at a higher one: 0 is none yet.
    const entry: PresenceEntry = source
      ? { ...source, clock: Math.max(source.clock, clock + 1) }
      : { yjsClientId: id, clock, json: LEFT }
    this.#turn += 1
    this.#told.set(id, { entry, former: told?.entry, source, at: now, turn: this.#turn })
    this.#changed.add(id)
  }

  #newestElsewhere(id: number): PresenceEntry | undefined {
    let newest: PresenceEntry | undefined
    for (const { entries } of this.#replicas.values()) {
      const entry = entries.get(id)
      if (entry && (!newest || entry.clock > newest.clock)) newest = entry
    }
    return newest
  }

  /** What other replicas are told: our clock, so that what they hear late or twice is seen to be old. */
  #hereOf(id: number): PresenceEntry {
    const clock = this.#told.get(id)?.entry.clock ?? 0
    return { yjsClientId: id, clock, json: this.#local.get(id)?.json ?? LEFT }
  }
}

const isSame = (told: PresenceEntry | undefined, said: PresenceEntry): boolean =>
  told?.clock === said.clock && told.json === said.json
