/**
 * ping, client → server, and pong, its answer. A browser cannot see WebSocket pings, so its watchdog asks in band.
 *
 * ping: varUint 26 · pong: varUint 27
 */
import { encode, writeVarUint } from '../bytes.ts'
import { MESSAGE } from './message-type.ts'

export interface Ping {
  readonly type: 'ping'
}
export interface Pong {
  readonly type: 'pong'
}

export const writePing = (): Uint8Array<ArrayBuffer> => encode((encoder) => writeVarUint(encoder, MESSAGE.ping))
export const writePong = (): Uint8Array<ArrayBuffer> => encode((encoder) => writeVarUint(encoder, MESSAGE.pong))
