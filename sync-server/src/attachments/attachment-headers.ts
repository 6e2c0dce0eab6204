/**
 * With what headers a file is served. Pure.
 *
 * Whatever people upload comes from the origin of Dure itself, so nothing of it may ever run there: the type is one of a
 * list, browsers are told not to guess another, and whatever is not drawn or played by the browser itself is saved. An
 * SVG is drawn in `<img>`, where it runs nothing; opened as a page it is saved, and would be sandboxed.
 */
import { UNKNOWN_TYPE } from './media-type.ts'

const SHOWN =
  /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/(?:mp4|webm|ogg|quicktime)|audio\/(?:mpeg|mp4|ogg|wav|flac)|application\/pdf)$/

/** Nothing loads, nothing runs, no other site frames it. */
const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
/** The browsers' own viewer does not start in a sandbox, and runs no script of the page it is on. */
const PDF =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'none'"

export interface ServedFile {
  readonly name: string
  readonly type: string
  readonly digest: string
}

export function attachmentHeaders(
  { name, type, digest }: ServedFile,
  asDownload: boolean,
): Readonly<Record<string, string>> {
  const known = SHOWN.test(type) || type === 'image/svg+xml' ? type : UNKNOWN_TYPE
  const disposition = !asDownload && SHOWN.test(known) ? 'inline' : 'attachment'
  return {
    'content-type': known,
    'content-disposition': `${disposition}; ${fileNameOf(name)}`,
    'content-security-policy': known === 'application/pdf' ? PDF : SANDBOX,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    // Kept by the browser that got it, and asked about each time: a right that was withdrawn is withdrawn.
    'cache-control': 'private, no-cache',
    etag: `"${digest}"`,
    'accept-ranges': 'bytes',
  }
}

/** RFC 6266: for old clients in ASCII, for all others in full. */
function fileNameOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}
