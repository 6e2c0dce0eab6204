/** What the transports over HTTP have in common: their ports, and how they start with hello. */
import { type Hello, readClientMessage } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import type { Fetch } from './platform-fetch.ts'

export interface HttpTransportPorts {
  /** `https://host/sync/<documentId>` */
  readonly url: string
  readonly fetch: Fetch
  readonly clock: Clock
}

/**
 * The name that a guest takes by `reauth`. Undefined for a sign-in that was renewed: each request says by its cookie who
 * sends it, so all of the connection has to be made anew.
 */
export function nameIn(reauth: Uint8Array): string | undefined {
  const message = readClientMessage(reauth, 'dure')
  return message.type === 'reauth' && message.credential === '' ? message.displayName : undefined
}

export function helloIn(message: Uint8Array): Hello {
  const hello = readClientMessage(message, 'dure')
  if (hello.type !== 'hello') throw new TypeError(`a connection begins with hello, not with ${hello.type}`)
  return hello
}
