/** Takes a request's body to a file as it comes: never more of it in memory than a chunk. */
import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileFault } from './blob-store.ts'

export type Spooled =
  | {
      readonly kind: 'spooled'
      /** Durable. Whoever takes it moves or removes it. */
      readonly path: string
      readonly size: number
      /** SHA-256 in hexadecimal. */
      readonly digest: string
      /** Its first bytes. */
      readonly head: Uint8Array
    }
  /** More came than was announced. The rest is not read. */
  | { readonly kind: 'too-large' }
  /** The sender went away. */
  | { readonly kind: 'broken' }

/** As much as tells what a file is. */
const HEAD_BYTES = 4096

/** @throws StorageFull, BlobStoreUnavailable. Nothing is left of it then. */
export async function spool(request: IncomingMessage, directory: string, maxBytes: number): Promise<Spooled> {
  const path = join(directory, randomUUID())
  const outcome = await receive(request, path, maxBytes).catch(async (error: unknown) => {
    await rm(path, { force: true })
    throw fileFault(error)
  })
  if (outcome.kind !== 'spooled') await rm(path, { force: true })
  return outcome
}

async function receive(request: IncomingMessage, path: string, maxBytes: number): Promise<Spooled> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  try {
    // Destroyed, the request would take the answer along.
    const chunks = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
    for (;;) {
      const next = await chunks.next().catch(() => undefined)
      if (!next) return { kind: 'broken' }
      if (next.done) break
      const chunk: Buffer = next.value
      if (size < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - size))
      size += chunk.length
      if (size > maxBytes) {
        await chunks.return?.()
        return { kind: 'too-large' }
      }
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (!request.complete) return { kind: 'broken' }
  return { kind: 'spooled', path, size, digest: hash.digest('hex'), head: Buffer.concat(head) }
}
