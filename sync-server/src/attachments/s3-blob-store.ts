/**
 * Blobs in an S3-compatible store, a part an object: `<bucket>/blobs/<blob>/<number>-<digest>`. Four plain requests (put,
 * get, delete, list) in path style, which every such store understands.
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { S3_ANSWER_MS } from '../limits.ts'
import {
  BlobMissing,
  type BlobName,
  type BlobStore,
  BlobStoreUnavailable,
  type ByteSpan,
  type PartName,
  partKey,
  StorageFull,
} from './blob-store.ts'

export interface S3Options {
  /** Scheme, host and port: `https://s3.eu-central-1.amazonaws.com`, `http://minio:9000`. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const PREFIX = 'blobs/'
const RETRIES = 2

/** In the folder for what is temporary: parts on their way to the bucket, of this process alone. */
export const SPOOL_PREFIX = `dure-incoming-${process.pid}-`

export class S3BlobStore implements BlobStore {
  readonly #base: string
  readonly #client: AwsClient
  readonly #answerMs: number
  readonly spoolDirectory: string

  private constructor(
    { endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Options,
    spoolDirectory: string,
    answerMs: number,
  ) {
    this.#answerMs = answerMs
    this.#base = `${endpoint.replace(/\/+$/, '')}/${bucket}`
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES })
    this.spoolDirectory = spoolDirectory
  }

  /** @throws BlobStoreUnavailable when the bucket cannot be reached, or not by these keys. */
  static async open(options: S3Options, answerMs = S3_ANSWER_MS): Promise<S3BlobStore> {
    const store = new S3BlobStore(options, await mkdtemp(join(tmpdir(), SPOOL_PREFIX)), answerMs)
    try {
      await drain(await store.#ask('GET', '?list-type=2&max-keys=1'))
    } catch (error) {
      await store.close()
      throw error
    }
    return store
  }

  async putPart(part: PartName, path: string): Promise<void> {
    // One part is small enough to be sent from memory; the digest has the store check what arrives.
    const init = { body: await readFile(path), headers: { 'x-amz-content-sha256': part.digest } }
    await drain(await this.#ask('PUT', objectPath(part), init))
    await rm(path, { force: true })
  }

  async readPart(part: PartName, { start, end }: ByteSpan): Promise<Readable> {
    const headers = { range: `bytes=${start}-${end}` }
    const response = await this.#ask('GET', objectPath(part), { headers }, [404])
    if (response.status === 404 || !response.body) {
      await drain(response)
      throw new BlobMissing(part.blob)
    }
    return Readable.fromWeb(response.body as import('node:stream/web').ReadableStream)
  }

  async remove(blob: BlobName): Promise<void> {
    for await (const { key } of this.#objects(`${PREFIX}${blob}/`)) {
      await drain(await this.#ask('DELETE', `/${key}`, {}, [404]))
    }
  }

  async *list(): AsyncIterable<{ readonly blob: BlobName; readonly changedAt: number }> {
    for await (const { key, changedAt } of this.#objects(PREFIX)) {
      yield { blob: key.slice(PREFIX.length).split('/', 1)[0] ?? '', changedAt }
    }
  }

  async clearSpool(olderThanMs: number): Promise<void> {
    for (const name of await readdir(this.spoolDirectory)) {
      const found = await stat(join(this.spoolDirectory, name)).catch(() => undefined)
      if (found && found.mtimeMs < Date.now() - olderThanMs) await rm(join(this.spoolDirectory, name), { force: true })
    }
  }

  close(): Promise<void> {
    return rm(this.spoolDirectory, { recursive: true, force: true })
  }

  async *#objects(prefix: string): AsyncIterable<{ readonly key: string; readonly changedAt: number }> {
    for (let next: string | undefined = ''; next !== undefined; ) {
      const more: string = next === '' ? '' : `&continuation-token=${encodeURIComponent(next)}`
      const response = await this.#ask('GET', `?list-type=2&prefix=${encodeURIComponent(prefix)}${more}`)
      const xml = await response.text()
      const times = valuesIn(xml, 'LastModified')
      for (const [index, key] of valuesIn(xml, 'Key').entries()) {
        yield { key, changedAt: Date.parse(times[index] ?? '') }
      }
      next = valuesIn(xml, 'NextContinuationToken')[0]
    }
  }

  /** @param expected Statuses besides success that are an answer. */
  async #ask(
    method: string,
    path: string,
    init: RequestInit = {},
    expected: readonly number[] = [],
  ): Promise<Response> {
    const waiting = new AbortController()
    const given = setTimeout(() => waiting.abort(), this.#answerMs)
    const response = await this.#client
      .fetch(this.#base + path, { ...init, method, signal: waiting.signal })
      .catch((cause: unknown) => {
        const what = waiting.signal.aborted ? `does not answer within ${this.#answerMs} ms` : 'cannot be reached'
        throw new BlobStoreUnavailable(`S3 ${what}`, { cause })
      })
      // What it answers is read as fast as whoever asked for it reads.
      .finally(() => clearTimeout(given))
    if (response.ok || expected.includes(response.status)) return response
    const code = valuesIn(await response.text(), 'Code')[0] ?? response.statusText
    if (response.status === 507 || /full|quota/i.test(code)) throw new StorageFull(`S3 has no room (${code})`)
    throw new BlobStoreUnavailable(`S3 answered ${response.status} ${code}`)
  }
}

const objectPath = (part: PartName): string => `/${PREFIX}${part.blob}/${partKey(part)}`

const drain = async (response: Response): Promise<void> => void (await response.arrayBuffer())

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** The texts of all elements of that name. What S3 answers is flat enough for it. */
const valuesIn = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, entity = '') =>
      code === undefined ? (ENTITIES[entity] ?? whole) : String.fromCodePoint(Number(code)),
    ),
  )
