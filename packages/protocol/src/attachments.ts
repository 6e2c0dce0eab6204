/** What client and server agree on about files in documents. */

/** What browsers draw or play, and what carries no script that runs; told from a file's first bytes, never its name. */
export const IMAGE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/svg+xml',
] as const
export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'] as const

export const ATTACHMENT_KINDS = ['image', 'video', 'file'] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]

/** The header that carries an upload's key. */
export const UPLOAD_KEY_HEADER = 'upload-key'
