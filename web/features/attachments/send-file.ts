/** Sends one file in parts, from wherever the server has it up to. No retry here: `uploader.ts` knows when. */
import { type AttachmentKind, UPLOAD_KEY_HEADER } from '@dure/protocol'
import { attachmentUrl } from './attachment-address.ts'
import type { UploadTrouble } from './upload-board.ts'

export interface SentFile {
  readonly documentId: string
  readonly id: string
  readonly key: string
  readonly name: string
  readonly kind: AttachmentKind
  readonly file: Blob
}

export type Sent =
  | { readonly kind: 'done' }
  /** Worth another try: the network, a server that is busy or restarting. */
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly trouble: UploadTrouble }
  | { readonly kind: 'aborted' }

const TROUBLES: Readonly<Record<string, UploadTrouble>> = {
  'file-too-large': 'too-large',
  'body-too-large': 'too-large',
  'too-many-files': 'too-many',
  'document-full': 'document-full',
  'wrong-type': 'wrong-type',
  'storage-full': 'storage-full',
  'unknown-upload': 'gone',
  'unknown-attachment': 'gone',
  'unknown-document': 'gone',
  'id-taken': 'gone',
  'other-bytes': 'gone',
}
const TRY_AGAIN_MS = 1000

/** @param progress Bytes that are on the server. */
export async function sendFile(upload: SentFile, progress: (sent: number) => void, signal: AbortSignal): Promise<Sent> {
  const { documentId, id, key, name, kind, file } = upload
  const path = attachmentUrl(documentId, id)
  const body = JSON.stringify({ name, size: file.size, kind, key })
  const begun = await ask(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body, signal })
  if (begun.kind !== 'answer') return begun
  const state = begun.body as { partBytes: number; received: readonly number[]; complete: boolean }
  if (state.complete) return { kind: 'done' }
  const received = new Set(state.received)
  const { partBytes } = state
  const count = Math.ceil(file.size / partBytes)
  let there = 0
  for (let number = 0; number < count; number += 1) {
    const part = file.slice(number * partBytes, (number + 1) * partBytes)
    if (!received.has(number)) {
      progress(there)
      const sent = await sendPart(`${path}/parts/${number}`, key, part, (bytes) => progress(there + bytes), signal)
      if (sent) return sent
    }
    there += part.size
  }
  progress(there)
  const done = await ask(`${path}/complete`, { method: 'POST', headers: { [UPLOAD_KEY_HEADER]: key }, signal })
  return done.kind === 'answer' ? { kind: 'done' } : done
}

/** Tells the server that nothing more will come. */
export async function giveUp({ documentId, id, key }: SentFile): Promise<void> {
  const headers = { [UPLOAD_KEY_HEADER]: key }
  // When it cannot be told, what is there is swept in time.
  await fetch(attachmentUrl(documentId, id), { method: 'DELETE', headers }).catch(() => undefined)
}

async function ask(
  path: string,
  init: RequestInit,
): Promise<Exclude<Sent, { kind: 'done' }> | { readonly kind: 'answer'; readonly body: unknown }> {
  try {
    const response = await fetch(path, init)
    const body: unknown = await response.json()
    return response.ok ? { kind: 'answer', body } : refusal(response.status, body, response.headers.get('retry-after'))
  } catch {
    return init.signal?.aborted ? { kind: 'aborted' } : { kind: 'later', afterMs: TRY_AGAIN_MS }
  }
}

/** XMLHttpRequest, because `fetch` does not tell how much has gone out. Undefined when the part is there. */
function sendPart(
  path: string,
  key: string,
  part: Blob,
  progress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Exclude<Sent, { kind: 'done' }> | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const abort = (): void => request.abort()
    signal.addEventListener('abort', abort)
    request.open('PUT', path)
    request.setRequestHeader(UPLOAD_KEY_HEADER, key)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => progress(loaded)
    request.onabort = () => resolve({ kind: 'aborted' })
    request.onerror = () => resolve({ kind: 'later', afterMs: TRY_AGAIN_MS })
    request.onload = () => {
      const { status } = request
      if (status >= 200 && status < 300) resolve(undefined)
      else resolve(refusal(status, parsed(request.responseText), request.getResponseHeader('retry-after')))
    }
    request.onloadend = () => signal.removeEventListener('abort', abort)
    if (signal.aborted) resolve({ kind: 'aborted' })
    else request.send(part)
  })
}

function refusal(status: number, body: unknown, retryAfter: string | null): Exclude<Sent, { kind: 'done' }> {
  const type = typeof body === 'object' && body !== null ? String(Reflect.get(body, 'type')) : ''
  const trouble = TROUBLES[type.slice(type.lastIndexOf('/') + 1)]
  if (trouble) return { kind: 'failed', trouble }
  if (status === 401 || status === 403) return { kind: 'failed', trouble: 'forbidden' }
  // A part that ended on the way, or that waited too long; a server that is busy, or not there.
  if (status === 400 || status === 408 || status === 409 || status === 429 || status >= 500) {
    return { kind: 'later', afterMs: Math.max(TRY_AGAIN_MS, Number(retryAfter ?? 0) * 1000) }
  }
  return { kind: 'failed', trouble: 'unknown' }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
