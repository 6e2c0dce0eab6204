/**
 * Who is in a room, on this replica and on others. Never stored; latest wins. Pure: the room sends what it answers.
 *
 * Each connection speaks for one Yjs client id: the first it announces that nobody else holds. Entries for other ids
 * are ignored, because stock y-websocket clients echo everybody's presence back. What the client says about its user
 * is replaced by what the server knows.
 */
import { MAX_PRESENCE_STATE_BYTES, type PresenceEntry, type ReplicaId } from '@dure/protocol'
import type { Identity } from '../auth/identity.ts'
import { PRESENCE_REPLICA_TTL_MS, PRESENCE_TOMBSTONE_MS } from '../limits.ts'
import { stampedState } from './presence-state.ts'

/** The text of the state that says "left". */
const LEFT = 'null'

interface RemoteReplica {
  heardAt: number
  readonly entries: Map<number, PresenceEntry>
}

export class PresenceTable<Member extends object> {
  readonly #local = new Map<number, PresenceEntry>()
  readonly #idOf = new Map<Member, number>()
  readonly #replicas = new Map<ReplicaId, RemoteReplica>()
  /** Last clock of ids that left, so that whoever comes back is newer than their own leaving. */
  readonly #left = new Map<number, { readonly clock: number; readonly at: number }>()
  #changed = new Map<number, PresenceEntry>()
  #changedHere = new Map<number, PresenceEntry>()

  /** Takes what a connection says. Answers false for a state that is too large or not a JSON object. */
  announce(member: Member, identity: Identity, entries: readonly PresenceEntry[], now: number): boolean {
    for (const entry of entries) {
      const id = this.#idOf.get(member) ?? this.#claim(member, entry)
      if (id !== entry.yjsClientId) continue
      const current = this.#local.get(id)
      if (entry.json === LEFT) {
        if (current) this.#remove(current, now)
        continue
      }
      const json = stampedState(entry.json, identity)
      if (json === undefined || json.length > MAX_PRESENCE_STATE_BYTES) return false
      const clock = Math.max(entry.clock, (current?.clock ?? this.#left.get(id)?.clock ?? -1) + 1)
      this.#left.delete(id)
      this.#setLocal({ yjsClientId: id, clock, json })
    }
    return true
  }

  /** The connection is gone. */
  leave(member: Member, now: number): void {
    const id = this.#idOf.get(member)
    if (id === undefined) return
    this.#idOf.delete(member)
    const current = this.#local.get(id)
    if (current) this.#remove(current, now)
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
      this.#hearOne(replica, entry)
    }
    if (!full) return
    for (const [id, entry] of replica.entries) {
      if (!mentioned.has(id)) this.#hearOne(replica, { yjsClientId: id, clock: entry.clock, json: LEFT })
    }
  }

  #hearOne(replica: RemoteReplica, entry: PresenceEntry): void {
    const current = replica.entries.get(entry.yjsClientId)
    if (entry.json === LEFT) {
      if (!current || entry.clock < current.clock) return
      replica.entries.delete(entry.yjsClientId)
      // The same person may already be here: coming back to another replica is faster than leaving the first.
      if (!this.#local.has(entry.yjsClientId)) this.#changed.set(entry.yjsClientId, { ...entry, clock: current.clock })
      return
    }
    if (current && entry.clock <= current.clock) return
    replica.entries.set(entry.yjsClientId, entry)
    this.#changed.set(entry.yjsClientId, entry)
  }

  /** Forgets people of silent replicas and old tombstones. */
  expire(now: number): void {
    for (const [replicaId, replica] of this.#replicas) {
      if (now - replica.heardAt <= PRESENCE_REPLICA_TTL_MS) continue
      for (const entry of [...replica.entries.values()]) this.#hearOne(replica, { ...entry, json: LEFT })
      this.#replicas.delete(replicaId)
    }
    for (const [id, tombstone] of this.#left) {
      if (now - tombstone.at > PRESENCE_TOMBSTONE_MS) this.#left.delete(id)
    }
  }

  /** What changed since the last call, for the people of this replica; and of that, what only this replica knows. */
  takeChanges(): { readonly forMembers: readonly PresenceEntry[]; readonly forReplicas: readonly PresenceEntry[] } {
    const forMembers = [...this.#changed.values()]
    const forReplicas = [...this.#changedHere.values()]
    this.#changed = new Map()
    this.#changedHere = new Map()
    return { forMembers, forReplicas }
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0
  }

  /** Everyone who is here, for someone who joins. */
  everyone(): readonly PresenceEntry[] {
    const all = new Map<number, PresenceEntry>()
    for (const replica of this.#replicas.values()) for (const [id, entry] of replica.entries) all.set(id, entry)
    for (const [id, entry] of this.#local) all.set(id, entry)
    return [...all.values()]
  }

  /** The people connected to this replica, for the others. */
  here(): readonly PresenceEntry[] {
    return [...this.#local.values()]
  }

  #claim(member: Member, entry: PresenceEntry): number | undefined {
    const id = entry.yjsClientId
    if (entry.json === LEFT || this.#local.has(id)) return undefined
    this.#idOf.set(member, id)
    return id
  }

  #setLocal(entry: PresenceEntry): void {
    this.#local.set(entry.yjsClientId, entry)
    this.#changed.set(entry.yjsClientId, entry)
    this.#changedHere.set(entry.yjsClientId, entry)
  }

  #remove(current: PresenceEntry, now: number): void {
    this.#local.delete(current.yjsClientId)
    this.#left.set(current.yjsClientId, { clock: current.clock, at: now })
    // y-protocols takes "left" at the clock it knows; so the next state, one higher, is newer than the leaving.
    const entry: PresenceEntry = { ...current, json: LEFT }
    this.#changed.set(entry.yjsClientId, entry)
    this.#changedHere.set(entry.yjsClientId, entry)
  }
}
