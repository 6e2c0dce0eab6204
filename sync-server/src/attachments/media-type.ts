/**
 * What a file is, by its first bytes: nobody's word is taken for it. Only types on this list are ever served as what they
 * are; whatever else, HTML and scripts among it, is a stream of bytes to be saved.
 */
export const UNKNOWN_TYPE = 'application/octet-stream'

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

const STARTS: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['video/webm', [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/mpeg', [0x49, 0x44, 0x33]],
  ['audio/flac', [0x66, 0x4c, 0x61, 0x43]],
]

/** Brands of ISO media files (`ftyp`). */
const BRANDS: readonly (readonly [type: string, brand: RegExp])[] = [
  ['image/avif', /^avi[fs]$/],
  ['audio/mp4', /^M4[AB] $/],
  ['video/quicktime', /^qt {2}$/],
  ['video/mp4', /^(?:isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|f4v )$/],
]

export function mediaTypeOf(head: Uint8Array): string {
  for (const [type, start] of STARTS) if (start.every((byte, index) => head[index] === byte)) return type
  const first = ascii(head, 0, 4)
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return 'image/gif'
  if (first === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp'
  if (first === 'RIFF' && ascii(head, 8, 12) === 'WAVE') return 'audio/wav'
  if (first === 'OggS') return ascii(head, 0, 512).includes('theora') ? 'video/ogg' : 'audio/ogg'
  if (ascii(head, 4, 8) === 'ftyp') {
    const brand = ascii(head, 8, 12)
    return BRANDS.find(([, pattern]) => pattern.test(brand))?.[0] ?? UNKNOWN_TYPE
  }
  // A frame of MPEG layer III without a tag before it.
  if (head[0] === 0xff && (head[1] === 0xfb || head[1] === 0xf3 || head[1] === 0xf2)) return 'audio/mpeg'
  return isSvg(head) ? 'image/svg+xml' : UNKNOWN_TYPE
}

/** An svg element, after nothing but what may stand before it. Something else before it is something else. */
function isSvg(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '')
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE\s+svg[^>[]*(?:\[[^\]]*\])?[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(
    text,
  )
}
