/** Files on their way, kept on this device until the server has them: a page that is loaded anew goes on with them. */
import type { AttachmentKind } from '@dure/protocol'
import { UPLOADS_DATABASE } from './upload-board.ts'

export interface KeptUpload {
  /** The attachment's. */
  readonly id: string
  readonly documentId: string
  /** Whose it is on this device: what one person left is not the next one's to send. */
  readonly owner: string
  readonly kind: AttachmentKind
  readonly name: string
  readonly key: string
  readonly file: Blob
}

const STORE = 'uploads'

/** Storage may be denied, or full. Then an upload lives as long as its page. */
export async function keepUpload(upload: KeptUpload): Promise<boolean> {
  return within('readwrite', (store) => store.put(upload)).then(
    () => true,
    () => false,
  )
}

export async function forgetUpload(id: string): Promise<void> {
  await within('readwrite', (store) => store.delete(id)).catch(() => undefined)
}

export async function keptUploads(documentId: string, owner: string): Promise<readonly KeptUpload[]> {
  const all = await within('readonly', (store): IDBRequest<KeptUpload[]> => store.getAll()).catch(() => [])
  return all.filter((upload) => upload.documentId === documentId && upload.owner === owner)
}

/** Removes all of the owner's. */
export async function forgetUploadsOf(owner: string): Promise<void> {
  const all = await within('readonly', (store): IDBRequest<KeptUpload[]> => store.getAll()).catch(() => [])
  for (const upload of all) if (upload.owner === owner) await forgetUpload(upload.id)
}

async function within<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(UPLOADS_DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
    opening.onblocked = () => reject(new Error('blocked'))
  })
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const request = ask(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
      transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}
