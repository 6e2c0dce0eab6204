import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from './blob-store.ts'
import { testBlobStore } from './blob-store-contract.ts'
import { DirectoryBlobStore } from './directory-blob-store.ts'
import { S3BlobStore, type S3Options, SPOOL_PREFIX } from './s3-blob-store.ts'

let directory: string
let server: S3rver
let options: S3Options
let inDirectory: BlobStore
let inBucket: BlobStore

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-blobs-'))
  inDirectory = await DirectoryBlobStore.open(join(directory, 'local'))
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(directory, 's3'),
    configureBuckets: [{ name: 'dure-files', configs: [] }],
  })
  const { port } = await server.run()
  options = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'dure-files',
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  }
  inBucket = await S3BlobStore.open(options)
})
afterAll(async () => {
  await server.close()
  await inBucket.close()
  await rm(directory, { recursive: true, force: true })
})

testBlobStore('a directory', () => inDirectory)
testBlobStore('an S3 server', () => inBucket)

test('[DU7] a bucket that takes requests and never answers is given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  try {
    const { port } = silent.address() as AddressInfo
    const opening = S3BlobStore.open({ ...options, endpoint: `http://127.0.0.1:${port}` }, 50)
    await expect(opening).rejects.toThrow(/does not answer within 50 ms/)
  } finally {
    silent.closeAllConnections()
    silent.close()
  }
})

test('a bucket that is not there, or cannot be reached, is told at once, and nothing is left of the attempt', async () => {
  const spools = async () => (await readdir(tmpdir())).filter((name) => name.startsWith(SPOOL_PREFIX)).sort()
  const before = await spools()
  await expect(S3BlobStore.open({ ...options, bucket: 'elsewhere' })).rejects.toThrow(/404 NoSuchBucket/)
  await expect(S3BlobStore.open({ ...options, endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(/cannot be reached/)
  expect(await spools()).toEqual(before)
})
