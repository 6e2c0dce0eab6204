/**
 * Blobs in a directory, which replicas may share.
 *
 * ```
 * blobs/<first two characters>/<blob>/<number>-<digest>    parts
 * incoming/<random>                                        being received
 * ```
 * A part is written in `incoming`, synced, and renamed; the directories it goes to are synced after. So what stands in
 * `blobs` is whole, whatever crashes.
 */
import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import {
  BlobMissing,
  type BlobName,
  type BlobStore,
  type ByteSpan,
  fileFault,
  type PartName,
  partKey,
} from './blob-store.ts'

const PRIVATE_DIRECTORY = 0o700

export class DirectoryBlobStore implements BlobStore {
  readonly #blobs: string
  readonly spoolDirectory: string

  private constructor(directory: string) {
    this.#blobs = join(directory, 'blobs')
    this.spoolDirectory = join(directory, 'incoming')
  }

  /** Makes the directory where there is none. */
  static async open(directory: string): Promise<DirectoryBlobStore> {
    for (const name of ['blobs', 'incoming']) {
      await mkdir(join(directory, name), { recursive: true, mode: PRIVATE_DIRECTORY })
    }
    return new DirectoryBlobStore(directory)
  }

  async putPart(part: PartName, path: string): Promise<void> {
    const directory = this.#path(part.blob)
    try {
      const made = await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY })
      await rename(path, join(directory, partKey(part)))
      await syncDirectory(directory)
      if (made !== undefined) {
        await syncDirectory(dirname(directory))
        await syncDirectory(this.#blobs)
      }
    } catch (error) {
      throw fileFault(error)
    }
  }

  async readPart(part: PartName, { start, end }: ByteSpan): Promise<Readable> {
    // Opened before anything is answered: a file that is not there must be told by a status.
    const file = await open(join(this.#path(part.blob), partKey(part))).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new BlobMissing(part.blob)
      throw fileFault(error)
    })
    return file.createReadStream({ start, end })
  }

  async remove(blob: BlobName): Promise<void> {
    await rm(this.#path(blob), { recursive: true, force: true }).catch((error: unknown) => {
      throw fileFault(error)
    })
  }

  async *list(): AsyncIterable<{ readonly blob: BlobName; readonly changedAt: number }> {
    for (const shelf of await readdir(this.#blobs)) yield* entries(join(this.#blobs, shelf))
  }

  async clearSpool(olderThanMs: number): Promise<void> {
    const before = Date.now() - olderThanMs
    for await (const { blob, changedAt } of entries(this.spoolDirectory)) {
      if (changedAt < before) await rm(join(this.spoolDirectory, blob), { force: true })
    }
  }

  /** What is half arrived is another process's as well: a rolling restart has two in one directory. */
  async close(): Promise<void> {}

  #path(blob: BlobName): string {
    return join(this.#blobs, blob.slice(0, 2), blob)
  }
}

async function* entries(directory: string): AsyncGenerator<{ readonly blob: BlobName; readonly changedAt: number }> {
  for await (const { name } of await opendir(directory)) {
    // Another replica may have removed it meanwhile.
    const found = await stat(join(directory, name)).catch(() => undefined)
    if (found) yield { blob: name, changedAt: found.mtimeMs }
  }
}

/** A rename is durable once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
