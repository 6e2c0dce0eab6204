/** Requests of the fallback and what their answers mean. */
import { CLOSE, MalformedMessage, type PacketItem, readPacket } from '@dure/protocol'
import type { Fetch } from './platform-fetch.ts'
import { BROKEN } from './transport-race.ts'

/** @param outlivesPage Whether it goes on when the page is closed; for a few kilobytes only. */
export function post(
  fetch: Fetch,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  outlivesPage = false,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    // The cookie says who this is, also where page and server have different origins.
    credentials: 'include',
    cache: 'no-store',
    redirect: 'error',
    keepalive: outlivesPage,
    body,
    signal,
  })
}

/** A packet, or the close code that stands for the answer; 1006 for one that is not Dure's. */
export type Answer =
  | { readonly kind: 'packet'; readonly items: readonly PacketItem[] }
  | { readonly kind: 'stream'; readonly body: ReadableStream<Uint8Array> }
  | { readonly kind: 'closed'; readonly code: number }

const CODES: ReadonlyMap<number, number> = new Map([
  [413, CLOSE.frameTooLarge.code],
  [429, CLOSE.tooMany.code],
  [503, CLOSE.tryLater.code],
])

/** Whether the same request may fare better soon, at another replica perhaps: nothing answered, or one that cannot. */
export const isWorthRepeating = (answer: Answer): boolean =>
  answer.kind === 'closed' && (answer.code === BROKEN || answer.code === CLOSE.tryLater.code)

/** Reads an answer; a stream is left to be read. @throws whatever the network does */
export async function readAnswer(response: Response): Promise<Answer> {
  const type = response.headers.get('content-type') ?? ''
  if (response.ok && type.startsWith('text/event-stream') && response.body)
    return { kind: 'stream', body: response.body }
  if (response.ok && type === 'application/octet-stream') {
    const packet = readWhole(new Uint8Array(await response.arrayBuffer()))
    return packet ? { kind: 'packet', items: packet } : { kind: 'closed', code: BROKEN }
  }
  // Let go of what is not read.
  await response.body?.cancel()
  // A page that says 403 or 503 may be a proxy's. The server's own are problem documents.
  const isOurs = type.startsWith('application/problem+json')
  return { kind: 'closed', code: (isOurs ? CODES.get(response.status) : undefined) ?? BROKEN }
}

/** Undefined when it is no packet: something in between changed it. */
export function readWhole(bytes: Uint8Array): readonly PacketItem[] | undefined {
  try {
    return readPacket(bytes)
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined
    throw error
  }
}
