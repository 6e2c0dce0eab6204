/** One question that is put to several servers. */
import type { Peer, PeerName } from '../peers/peer.ts'

export interface Metric {
  readonly key: string
  /** For people, with the unit. */
  readonly title: string
  readonly digits: number
}

export interface RunOptions {
  readonly peer: Peer
  /** Length of a measured stretch, in seconds. */
  readonly seconds: number
  /** Fewer cycles and steps, for a first look. */
  readonly quick: boolean
}

export type Measurements = Readonly<Record<string, number>>

export interface Scenario {
  readonly name: string
  readonly title: string
  /** Who can be asked, in the order of the table. */
  readonly peers: readonly PeerName[]
  /** The first is what ratios are about, unless `ratios` names others. */
  readonly metrics: readonly Metric[]
  /** Metrics of which Dure's is set beside the others'. */
  readonly ratios: readonly string[]
  run(options: RunOptions): Promise<Measurements>
}

/** Everyone who relays edits. */
export const RELAYS: readonly PeerName[] = ['dure', 'hocuspocus', 'y-websocket', 'raw', 'raw-batched']
