/**
 * What is being uploaded from this page to one document, for whoever shows it. The uploader (`uploader.ts`), which is
 * loaded when it is needed, writes it.
 */
import type { AttachmentKind } from '@dure/protocol'

/** Where files on their way are kept on this device (`upload-shelf.ts`). */
export const UPLOADS_DATABASE = 'dure-uploads'

/** Why an upload does not go on by itself. */
export type UploadTrouble =
  | 'too-large'
  | 'too-many'
  | 'document-full'
  | 'wrong-type'
  | 'forbidden'
  | 'storage-full'
  | 'gone'
  | 'unknown'

export type UploadPhase =
  /** For the network, for its turn, or for another tab that has it. */
  | { readonly kind: 'waiting'; readonly offline: boolean }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly trouble: UploadTrouble }
  | { readonly kind: 'done' }

export interface UploadView {
  readonly id: string
  readonly name: string
  readonly kind: AttachmentKind
  readonly size: number
  /** The file as it is on this device. */
  readonly url: string
  /** Bytes that are on the server. */
  readonly sent: number
  readonly phase: UploadPhase
}

/** What can be done to an upload. */
export interface UploadActions {
  retry(id: string): void
  /** Gives it up; its block goes along. */
  cancel(id: string): void
}

export class UploadBoard {
  readonly #views = new Map<string, UploadView>()
  readonly #listeners = new Set<(id: string) => void>()
  actions: UploadActions | undefined

  get(id: string): UploadView | undefined {
    return this.#views.get(id)
  }

  /** Those that are not all there yet. */
  get open(): readonly UploadView[] {
    return [...this.#views.values()].filter(({ phase }) => phase.kind !== 'done')
  }

  put(view: UploadView): void {
    this.#views.set(view.id, view)
    this.#tell(view.id)
  }

  change(id: string, change: Partial<Pick<UploadView, 'sent' | 'phase'>>): void {
    const view = this.#views.get(id)
    if (view) this.put({ ...view, ...change })
  }

  remove(id: string): void {
    const view = this.#views.get(id)
    this.#views.delete(id)
    this.#tell(id)
    if (view) URL.revokeObjectURL(view.url)
  }

  listen(listener: (id: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }
}
