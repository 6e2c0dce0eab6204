/** Files to put into documents: small pictures that a browser really draws. */
import { crc32, deflateSync } from 'node:zlib'

export interface TestFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
  /** Zeros after it, made in the browser: nobody has to send them there. */
  readonly padded?: number
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG in one colour. */
export function picture(name: string, width = 320, height = 180, rgb: readonly number[] = [90, 150, 110]): TestFile {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array.from({ length: width }, () => Buffer.from(rgb)))])
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const buffer = Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
  return { name, mimeType: 'image/png', buffer }
}

/** Bytes that say nothing, and do not compress. */
export function blob(name: string, size: number): TestFile {
  const buffer = Buffer.alloc(size)
  for (let at = 0; at + 4 <= size; at += 4) buffer.writeUInt32LE((at * 2654435761) % 2 ** 32, at)
  return { name, mimeType: 'application/octet-stream', buffer }
}
