/**
 * Brings files to the server: two at a time, again after every loss of the network, from where they were after a reload.
 * What it does is on the board (`upload-board.ts`); others in the document hear of it by presence.
 */
import type { AttachmentKind } from '@dure/protocol'
import type { Awareness } from 'y-protocols/awareness'
import { giveUp, type SentFile, sendFile } from './send-file.ts'
import type { UploadActions, UploadBoard } from './upload-board.ts'
import { forgetUpload, keepUpload, keptUploads } from './upload-shelf.ts'

/** More at once make none of them faster. */
const AT_ONCE = 2
const LONGEST_WAIT_MS = 30_000
/** Presence is small, and for people: as many as one looks at, as often as a number can be read. */
const TOLD_UPLOADS = 8
const TOLD_EVERY_MS = 1000

export interface NewUpload {
  readonly id: string
  readonly kind: AttachmentKind
  readonly name: string
  readonly file: Blob
}

export interface UploaderOptions {
  readonly documentId: string
  readonly owner: string
  readonly board: UploadBoard
  readonly awareness: Awareness
  /** The block of an upload that was given up goes. */
  readonly onCancelled: (id: string) => void
}

export class Uploader implements UploadActions {
  readonly #options: UploaderOptions
  readonly #files = new Map<string, SentFile>()
  readonly #running = new Map<string, AbortController>()
  readonly #queue: string[] = []
  readonly #tries = new Map<string, number>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #toldTimer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(options: UploaderOptions) {
    this.#options = options
    options.board.actions = this
    addEventListener('online', this.#online)
  }

  /** What an earlier page of this browser did not finish. */
  async resume(): Promise<void> {
    const { documentId, owner } = this.#options
    for (const kept of await keptUploads(documentId, owner)) {
      if (!this.#closed && !this.#files.has(kept.id)) this.#take(kept)
    }
  }

  async add({ id, kind, name, file }: NewUpload): Promise<void> {
    const { documentId, owner } = this.#options
    const upload = { documentId, id, kind, name, file, key: newKey() }
    this.#take(upload)
    await keepUpload({ ...upload, owner })
    // It was quicker than the device.
    if (!this.#files.has(id)) await forgetUpload(id)
  }

  retry(id: string): void {
    if (!this.#files.has(id) || this.#running.has(id)) return
    this.#tries.delete(id)
    this.#enqueue(id)
  }

  cancel(id: string): void {
    const upload = this.#files.get(id)
    this.#running.get(id)?.abort()
    this.#forget(id)
    this.#options.board.remove(id)
    this.#options.onCancelled(id)
    if (upload) void giveUp(upload)
  }

  close(): void {
    this.#closed = true
    removeEventListener('online', this.#online)
    for (const running of this.#running.values()) running.abort()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    clearTimeout(this.#toldTimer)
  }

  readonly #online = (): void => {
    for (const id of [...this.#timers.keys()]) this.#enqueue(id)
  }

  #take(upload: SentFile): void {
    const { id, name, kind, file } = upload
    this.#files.set(id, upload)
    const url = URL.createObjectURL(file)
    const phase = { kind: 'waiting', offline: !navigator.onLine } as const
    this.#options.board.put({ id, name, kind, size: file.size, url, sent: 0, phase })
    this.#enqueue(id)
  }

  #enqueue(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    if (!this.#queue.includes(id)) this.#queue.push(id)
    this.#next()
  }

  #next(): void {
    while (this.#running.size < AT_ONCE && !this.#closed) {
      const id = this.#queue.shift()
      if (id === undefined) return
      const upload = this.#files.get(id)
      if (upload && !this.#running.has(id)) void this.#run(upload)
    }
  }

  async #run(upload: SentFile): Promise<void> {
    const { board } = this.#options
    const { id } = upload
    const controller = new AbortController()
    this.#running.set(id, controller)
    const progress = (sent: number): void => {
      board.change(id, { sent, phase: { kind: 'sending' } })
      this.#tellOthers()
    }
    const sent = await oneTab(id, controller.signal, () => sendFile(upload, progress, controller.signal))
    this.#running.delete(id)
    if (this.#closed || !this.#files.has(id)) return this.#next()
    switch (sent.kind) {
      case 'done':
        this.#forget(id)
        board.change(id, { sent: upload.file.size, phase: { kind: 'done' } })
        break
      case 'failed':
        board.change(id, { phase: { kind: 'failed', trouble: sent.trouble } })
        break
      case 'later':
        this.#later(id, sent.afterMs)
        break
      case 'aborted':
        break
      default:
        sent satisfies never
    }
    this.#tellOthers()
    this.#next()
  }

  #later(id: string, afterMs: number): void {
    const tries = this.#tries.get(id) ?? 0
    this.#tries.set(id, tries + 1)
    this.#options.board.change(id, { phase: { kind: 'waiting', offline: true } })
    const waitMs = Math.min(LONGEST_WAIT_MS, afterMs * 2 ** Math.min(tries, 10))
    this.#timers.set(
      id,
      setTimeout(() => this.#enqueue(id), waitMs * (0.5 + Math.random() / 2)),
    )
  }

  #forget(id: string): void {
    this.#files.delete(id)
    this.#tries.delete(id)
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    void forgetUpload(id)
    this.#tellOthers()
  }

  /** At most once a second; at once when there is nothing left to tell. */
  #tellOthers(): void {
    const { awareness, board } = this.#options
    const tell = (): void => {
      this.#toldTimer = undefined
      if (this.#closed || !awareness.getLocalState()) return
      const open = board.open.slice(0, TOLD_UPLOADS)
      const uploads = open.map(({ id, sent, size }) => [id, Math.floor((100 * sent) / size)])
      awareness.setLocalStateField('uploads', Object.fromEntries(uploads))
    }
    if (board.open.length === 0) {
      clearTimeout(this.#toldTimer)
      tell()
    } else this.#toldTimer ??= setTimeout(tell, TOLD_EVERY_MS)
  }
}

/** One tab of a browser sends it; another waits, and then learns that it is there. Without locks, parts come twice. */
async function oneTab<T>(id: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | { kind: 'aborted' }> {
  if (!('locks' in navigator)) return work()
  return navigator.locks.request(`dure-upload-${id}`, { signal }, work).catch((error: unknown) => {
    if (signal.aborted) return { kind: 'aborted' as const }
    throw error
  })
}

const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
