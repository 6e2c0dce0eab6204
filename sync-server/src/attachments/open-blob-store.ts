/** The blob store that the settings name; and whether all replicas have the same one. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SqlStore } from '@dure/store'
import type { Config } from '../config/read-config.ts'
import { type BlobStore, BlobStoreUnavailable, fileFault } from './blob-store.ts'
import { DirectoryBlobStore } from './directory-blob-store.ts'
import { S3BlobStore } from './s3-blob-store.ts'

/** The settings' attachments cannot be had: the message says why and what would be right. */
export class AttachmentsRefused extends Error {
  override name = 'AttachmentsRefused'
}

/** A name in the store and in the directory, which must be the same. */
const MARK = 'attachments'
const MARK_FILE = 'dure-attachments'

/** @throws AttachmentsRefused */
export async function openBlobStore({ attachments }: Config, store: SqlStore): Promise<BlobStore> {
  if (attachments.kind === 's3') {
    return S3BlobStore.open(attachments).catch((error: unknown) => {
      throw new AttachmentsRefused(
        `The bucket ${attachments.bucket} at ${attachments.endpoint} cannot be used: ${reasonOf(error)}. Check DURE_S3_ENDPOINT, DURE_S3_BUCKET, DURE_S3_REGION and the keys.`,
      )
    })
  }
  const { directory } = attachments
  const blobs = await DirectoryBlobStore.open(directory).catch((error: unknown) => {
    throw new AttachmentsRefused(
      `Attachments cannot be kept in ${directory}: ${reasonOf(fileFault(error))}. Set DURE_ATTACHMENTS_DIR to a directory that can be written.`,
    )
  })
  if (store.kind === 'postgres') await checkShared(directory, store)
  return blobs
}

/** Another replica's files would be missing here, and ours there: told at the start, not by people who miss a picture. */
async function checkShared(directory: string, { database }: SqlStore): Promise<void> {
  const { mark, isNew } = await markOf(directory)
  await database
    .insertInto('setting')
    .values({ name: MARK, value: mark })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await database
    .selectFrom('setting')
    .select('value')
    .where('name', '=', MARK)
    .executeTakeFirstOrThrow()
  if (value === mark) return
  // A directory that is refused is left as it was found.
  if (isNew) await rm(join(directory, MARK_FILE), { force: true })
  throw new AttachmentsRefused(
    `The attachments of this database are in another directory than ${directory}. All replicas need the same one: set DURE_ATTACHMENTS_DIR to a directory that they share, or DURE_S3_BUCKET to a bucket. (After moving the files by hand, take ${MARK_FILE} along with them.)`,
  )
}

/** What a directory is known by: made by whichever replica comes first, whole or not at all. */
async function markOf(directory: string): Promise<{ readonly mark: string; readonly isNew: boolean }> {
  const path = join(directory, MARK_FILE)
  const found = await readMark(path)
  if (found !== '') return { mark: found, isNew: false }
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${randomUUID()}\n`, { mode: 0o600, flush: true })
  try {
    // Unlike a rename, it never replaces what another replica has put there meanwhile.
    await link(draft, path)
    return { mark: await readMark(path), isNew: true }
  } catch (error) {
    const mark = await readMark(path)
    if (mark === '') throw error
    return { mark, isNew: false }
  } finally {
    await rm(draft, { force: true })
  }
}

const readMark = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim()

const reasonOf = (error: unknown): string =>
  error instanceof BlobStoreUnavailable || error instanceof Error ? error.message : String(error)
