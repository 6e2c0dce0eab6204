/** The transport over a WebSocket that speaks `dure.1`. */
import { SUBPROTOCOL } from '@dure/protocol'
import type { OpenTransport } from './transport.ts'

/** As much of a WebSocket as is used: the browser's, Node's and the `ws` package's all fit. */
export interface SocketLike {
  binaryType: string
  readonly protocol: string
  readonly bufferedAmount: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
}

export type CreateSocket = (url: string, subprotocol: string) => SocketLike

export const createPlatformSocket: CreateSocket = (url, subprotocol) => new WebSocket(url, subprotocol)

/** What the platform reports for a connection that broke without a close frame. */
const BROKEN = 1006

/** Opens a socket to `/sync/<documentId>` of a server. @param url Its ws or wss address, asked for each time. */
export function webSocketTransport(url: () => string, createSocket: CreateSocket): OpenTransport {
  return (listener) => {
    let over = false
    let open = false
    const socket = createSocket(url(), SUBPROTOCOL)
    socket.binaryType = 'arraybuffer'
    const end = (code: number) => {
      if (over) return
      over = true
      listener.closed(code)
    }
    socket.onopen = () => {
      if (over) return
      if (socket.protocol === SUBPROTOCOL) {
        open = true
        listener.opened()
        return
      }
      // Something in between answered for the server; whatever it is, it does not speak dure.1.
      socket.close()
      end(BROKEN)
    }
    socket.onmessage = (event: { data: unknown }) => {
      if (over) return
      const { data } = event
      if (data instanceof ArrayBuffer) listener.message(new Uint8Array(data))
      // A text message is not of this protocol; an empty one reads as malformed, which is what it is.
      else listener.message(new Uint8Array())
    }
    socket.onclose = (event: { code: number }) => end(event.code)
    // Without a listener Node's `ws` throws; the close that always follows tells all there is to know.
    socket.onerror = () => {}
    return {
      send: (message) => {
        if (open && !over) socket.send(message)
      },
      close: (code, reason) => {
        if (over) return
        over = true
        socket.close(code, reason)
      },
      get bufferedBytes() {
        return socket.bufferedAmount
      },
    }
  }
}

/** `wss://host/sync/<id>` for `https://host` and so on; a path in the address is kept. */
export function syncUrl(serverUrl: string, documentId: string): string {
  const url = new URL(serverUrl)
  if (url.protocol === 'http:') url.protocol = 'ws:'
  if (url.protocol === 'https:') url.protocol = 'wss:'
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    throw new TypeError(`serverUrl ${serverUrl}: starts with ws, wss, http or https`)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/sync/${documentId}`
  return url.href
}

/** The same place by http, for the transports without WebSocket. */
export function httpUrl(syncUrl: string): string {
  const url = new URL(syncUrl)
  url.protocol = url.protocol === 'ws:' ? 'http:' : 'https:'
  return url.href
}
