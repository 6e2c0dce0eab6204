/** Who is compared. */
import { dure, durePlain } from './dure.ts'
import { hocuspocus } from './hocuspocus.ts'
import type { Peer, PeerName } from './peer.ts'
import { raw, rawBatched } from './raw.ts'
import { yWebsocket } from './y-websocket.ts'

const PEERS: Readonly<Record<PeerName, Peer>> = {
  dure,
  'dure-plain': durePlain,
  hocuspocus,
  'y-websocket': yWebsocket,
  raw,
  'raw-batched': rawBatched,
}

export const PEER_NAMES: readonly PeerName[] = ['dure', 'dure-plain', 'hocuspocus', 'y-websocket', 'raw', 'raw-batched']

export const peerOf = (name: PeerName): Peer => PEERS[name]
