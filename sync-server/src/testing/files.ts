/** Files in documents as tests bring, read and break them, on a running server. */
import { API_ROUTES, PART_BYTES } from '@dure/api'
import { type DocumentId, newAttachmentId, parseDocumentId, UPLOAD_KEY_HEADER } from '@dure/protocol'
import { expect } from 'vitest'
import { type BlobStore, StorageFull } from '../attachments/blob-store.ts'
import { DirectoryBlobStore } from '../attachments/directory-blob-store.ts'
import { Somebody } from './somebody.ts'
import { World } from './world.ts'

export const KEY = 'k'.repeat(30)
export const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 1)])
export const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
)
/** Of three parts, the last one short. */
export const LARGE = Buffer.alloc(2 * PART_BYTES + 1000)
for (let at = 0; at < LARGE.length; at += 4) LARGE.writeUInt32LE((at * 2654435761) % 2 ** 32, at)

/** A directory in which there may be no more room. */
export class FailingBlobs implements BlobStore {
  readonly #inner: BlobStore
  full = false
  /** What happens while something is being removed. */
  removing: (() => Promise<void>) | undefined
  readonly spoolDirectory: string
  constructor(inner: BlobStore) {
    this.#inner = inner
    this.spoolDirectory = inner.spoolDirectory
  }
  async putPart(...given: Parameters<BlobStore['putPart']>): Promise<void> {
    if (this.full) throw new StorageFull('no room')
    await this.#inner.putPart(...given)
  }
  readPart = (...given: Parameters<BlobStore['readPart']>) => this.#inner.readPart(...given)
  async remove(...given: Parameters<BlobStore['remove']>): Promise<void> {
    await this.removing?.()
    await this.#inner.remove(...given)
  }
  list = () => this.#inner.list()
  clearSpool = (...given: Parameters<BlobStore['clearSpool']>) => this.#inner.clearSpool(...given)
  close = () => this.#inner.close()
}

/** A server whose files are in such a directory. */
export async function startWithFiles(
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly world: World; readonly blobs: FailingBlobs }> {
  const opened = Promise.withResolvers<FailingBlobs>()
  const world = await World.start(settings, {
    openBlobs: async ({ attachments }) => {
      if (attachments.kind !== 'directory') throw new Error('expected a directory')
      const blobs = new FailingBlobs(await DirectoryBlobStore.open(attachments.directory))
      opened.resolve(blobs)
      return blobs
    },
  })
  return { world, blobs: await opened.promise }
}

export interface Upload {
  readonly document: DocumentId
  readonly id: string
  readonly key?: string
}
export const wantedFor = (bytes: Buffer, more: object = {}): object => ({
  name: 'picture.png',
  size: bytes.length,
  kind: 'file',
  key: KEY,
  ...more,
})
export const partsOf = (bytes: Buffer): readonly Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, number) =>
    Uint8Array.from(bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES)),
  )

export const kindOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { type: string }).type.replace('/problems/', '')
export const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

/** @param owner Makes the documents, and uploads unless another is named. */
export function filesOf(world: () => World, owner: () => Somebody) {
  async function document(reach: 'restricted' | 'link' = 'restricted'): Promise<DocumentId> {
    const made = await owner().api.createDocument({ generalAccess: { reach, role: 'editor' } })
    const id = parseDocumentId(made.id)
    if (!id) throw new Error('no id')
    return id
  }

  const begin = (who: Somebody, { document: id, id: attachment }: Upload, bytes: Buffer, more?: object) =>
    who.ask('PUT', API_ROUTES.attachment(id, attachment), wantedFor(bytes, more))
  const put = (
    who: Somebody,
    upload: Upload,
    number: number,
    bytes: Uint8Array<ArrayBuffer>,
    key = upload.key ?? KEY,
  ) =>
    fetch(world().origin + API_ROUTES.attachmentPart(upload.document, upload.id, String(number)), {
      method: 'PUT',
      headers: { ...who.headers, [UPLOAD_KEY_HEADER]: key },
      body: bytes,
    })
  const complete = (who: Somebody, { document: id, id: attachment, key }: Upload) =>
    who.ask('POST', API_ROUTES.attachmentComplete(id, attachment), undefined, { [UPLOAD_KEY_HEADER]: key ?? KEY })
  const get = (who: Somebody, { document: id, id: attachment }: Upload, headers = {}) =>
    who.ask('GET', API_ROUTES.attachment(id, attachment), undefined, headers)

  async function upload(bytes: Buffer, more?: object, into?: DocumentId, who = owner()): Promise<Upload> {
    const made = { document: into ?? (await document()), id: newAttachmentId() }
    expect((await begin(who, made, bytes, more)).status).toBe(200)
    for (const [number, part] of partsOf(bytes).entries()) expect((await put(who, made, number, part)).status).toBe(204)
    expect((await complete(who, made)).status).toBe(200)
    return made
  }

  let people = 0
  const newcomer = async (
    role: 'member' | 'guest' = 'guest',
  ): Promise<{ who: Somebody; email: string; id: string }> => {
    people += 1
    const name = `File ${'abcdefghijklmnopqrstuvwxyz'.charAt(people)}`
    const who = new Somebody(world().origin, await world().join(name, role))
    const { person } = await who.api.getSession()
    return { who, email: person?.email ?? '', id: person?.id ?? '' }
  }

  return { document, begin, put, complete, get, upload, newcomer }
}
