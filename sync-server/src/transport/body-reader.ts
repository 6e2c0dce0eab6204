/** Reads bodies of requests whole, each up to a limit and all together up to another. */
import type { IncomingMessage } from 'node:http'

export type ReadBody =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' | 'busy' | 'broken' }

export class BodyReader {
  readonly #maxBytes: number
  readonly #maxBytesOfAll: number
  #held = 0

  /** @param maxBytesOfAll Of all bodies between their first byte and `release`. */
  constructor(maxBytes: number, maxBytesOfAll: number) {
    this.#maxBytes = maxBytes
    this.#maxBytesOfAll = maxBytesOfAll
  }

  /** Reads the body and hands it to `use`; its bytes count until that is done. */
  async with<T>(request: IncomingMessage, use: (body: ReadBody) => Promise<T> | T): Promise<T> {
    const chunks: Buffer[] = []
    let size = 0
    try {
      const body = await this.#read(request, (chunk) => {
        chunks.push(chunk)
        size += chunk.length
        this.#held += chunk.length
        if (size > this.#maxBytes) return 'too-large'
        return this.#held > this.#maxBytesOfAll ? 'busy' : undefined
      })
      return await use(body === 'read' ? { kind: 'read', bytes: Buffer.concat(chunks) } : { kind: body })
    } finally {
      this.#held -= size
    }
  }

  #read(
    request: IncomingMessage,
    take: (chunk: Buffer) => 'too-large' | 'busy' | undefined,
  ): Promise<'read' | 'too-large' | 'busy' | 'broken'> {
    return new Promise((resolve) => {
      request.on('data', (chunk: Buffer) => {
        const problem = take(chunk)
        if (!problem) return
        // What else is sent is not read; the answer ends the connection.
        request.removeAllListeners('data')
        request.pause()
        resolve(problem)
      })
      request.on('end', () => resolve('read'))
      request.on('error', () => resolve('broken'))
      request.on('close', () => resolve('broken'))
    })
  }
}
