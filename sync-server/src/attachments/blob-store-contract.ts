/** What every blob store promises. Run by `blob-store.test.ts` over each. */
import { createHash, randomUUID } from 'node:crypto'
import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { newAttachmentId } from '@dure/protocol'
import { describe, expect, test } from 'vitest'
import { BlobMissing, type BlobStore, type PartName } from './blob-store.ts'

export function testBlobStore(name: string, open: () => BlobStore): void {
  describe(name, () => {
    const put = async (blob: string, number: number, bytes: readonly number[]): Promise<PartName> => {
      const path = join(open().spoolDirectory, randomUUID())
      await writeFile(path, Uint8Array.from(bytes))
      const part = { blob, number, digest: createHash('sha256').update(Uint8Array.from(bytes)).digest('hex') }
      await open().putPart(part, path)
      await expect(stat(path)).rejects.toThrow('ENOENT')
      return part
    }
    const read = async (part: PartName, start: number, end: number): Promise<readonly number[]> => [
      ...(await buffer(await open().readPart(part, { start, end }))),
    ]
    const listed = async (): Promise<ReadonlySet<string>> => {
      const blobs = new Set<string>()
      for await (const { blob, changedAt } of open().list()) {
        expect(Date.now() - changedAt).toBeLessThan(60 * 60 * 1000)
        blobs.add(blob)
      }
      return blobs
    }

    test('any span of a part can be read, and no part stands for another', async () => {
      const blob = newAttachmentId()
      const [second, first] = [await put(blob, 1, [4, 5]), await put(blob, 0, [1, 2, 3])]
      expect(await read(first, 0, 2)).toEqual([1, 2, 3])
      expect(await read(first, 1, 1)).toEqual([2])
      expect(await read(second, 1, 1)).toEqual([5])
      await expect(read({ ...first, number: 2 }, 0, 0)).rejects.toThrow(BlobMissing)
      await expect(read({ ...first, digest: second.digest }, 0, 0)).rejects.toThrow(BlobMissing)
      await expect(read({ ...first, blob: newAttachmentId() }, 0, 0)).rejects.toThrow(BlobMissing)
    })

    test('a part that comes twice is there once; one with other bytes beside it', async () => {
      const blob = newAttachmentId()
      const [part] = [await put(blob, 0, [7]), await put(blob, 0, [7])]
      const other = await put(blob, 0, [8])
      expect(await read(part, 0, 0)).toEqual([7])
      expect(await read(other, 0, 0)).toEqual([8])
    })

    test('what is removed is gone, all of it, and nothing else is', async () => {
      const [gone, stays] = [newAttachmentId(), newAttachmentId()]
      const parts = [await put(gone, 0, [1]), await put(gone, 1, [2])]
      const other = await put(stays, 0, [3])
      expect(await listed()).toContain(gone)
      await open().remove(gone)
      await open().remove(gone)
      for (const part of parts) await expect(read(part, 0, 0)).rejects.toThrow(BlobMissing)
      expect(await listed()).not.toContain(gone)
      expect(await read(other, 0, 0)).toEqual([3])
      expect(await listed()).toContain(stays)
    })

    test('the spool is cleared of what is old', async () => {
      const { spoolDirectory } = open()
      for (const file of ['old', 'new']) await writeFile(join(spoolDirectory, file), 'x')
      await utimes(join(spoolDirectory, 'old'), 0, 0)
      await open().clearSpool(60_000)
      expect(await readdir(spoolDirectory)).toEqual(['new'])
    })
  })
}
