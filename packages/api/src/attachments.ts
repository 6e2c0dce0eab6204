/**
 * Files in documents.
 *
 * An upload is begun with `PUT …/attachments/<id>` under an id and a key that the client draws, and goes on in parts of
 * one size, each a request of its own (`PUT …/parts/<n>`, from 0, with the key in `upload-key`). A part is there whole or
 * not at all; sending it again is harmless. Beginning it again, from whichever page, answers which parts are there. When
 * all are, `POST …/complete` makes it readable for those who may read the document.
 */
import { ATTACHMENT_KINDS, parseAttachmentId } from '@dure/protocol'
import { z } from 'zod'

/** Bytes of every part but the last. S3 takes none that are smaller; a proxy that lets 9 MB through lets these. */
export const PART_BYTES = 5 * 1024 * 1024
/** More parts make no file: the most that S3 takes. */
export const MAX_PARTS = 10_000
export const MAX_ATTACHMENT_NAME_LENGTH = 200
export const attachmentIdSchema = z
  .string()
  .transform((raw, context) => {
    const id = parseAttachmentId(raw)
    if (id) return id
    context.addIssue({ code: 'custom', message: '22 characters of [0-9A-Za-z]' })
    return z.NEVER
  })
  .meta({ pattern: '^[0-9A-Za-z]{22}$' })

/** A name as it may be shown and saved under: one line, no path, no control or direction-changing characters. */
export const attachmentNameSchema = z
  .string()
  .max(4096)
  .transform((raw) => cleanAttachmentName(raw))

export function cleanAttachmentName(raw: string): string {
  const name = (raw.split(/[/\\]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029<>:"|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (name.length <= MAX_ATTACHMENT_NAME_LENGTH) return name === '' ? 'file' : name
  // What a long name ends in says what it is.
  const ending = /\.[0-9A-Za-z]{1,12}$/.exec(name)?.[0] ?? ''
  return (
    name
      .slice(0, MAX_ATTACHMENT_NAME_LENGTH - ending.length)
      .toWellFormed()
      .replace(/\uFFFD$/, '') + ending
  )
}

export const beginAttachmentSchema = z
  .strictObject({
    name: attachmentNameSchema,
    /** Bytes. */
    size: z
      .int()
      .min(1)
      .max(PART_BYTES * MAX_PARTS),
    kind: z.enum(ATTACHMENT_KINDS),
    /** Drawn at random: whoever knows it may go on with the upload. */
    key: z.string().regex(/^[0-9A-Za-z_-]{22,64}$/, '22 to 64 characters of [0-9A-Za-z_-]'),
  })
  .meta({ id: 'BeginAttachment' })
export type BeginAttachment = z.input<typeof beginAttachmentSchema>

export const attachmentUploadSchema = z
  .object({
    id: attachmentIdSchema,
    partBytes: z.int(),
    /** Numbers of the parts that are there. */
    received: z.array(z.int()),
    complete: z.boolean(),
  })
  .meta({ id: 'AttachmentUpload' })
export type AttachmentUpload = z.infer<typeof attachmentUploadSchema>

export const attachmentSchema = z
  .object({
    id: attachmentIdSchema,
    name: z.string(),
    size: z.int(),
    /** Media type, as its bytes say. */
    type: z.string(),
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof attachmentSchema>

/** What may be uploaded to a document, and what is there. */
export const attachmentLimitsSchema = z
  .object({
    /** Bytes of one file. */
    maxBytes: z.int(),
    /** Files of one document. */
    maxCount: z.int(),
    /** Bytes of all files of one document. */
    maxTotalBytes: z.int(),
    count: z.int(),
    totalBytes: z.int(),
  })
  .meta({ id: 'AttachmentLimits' })
export type AttachmentLimits = z.infer<typeof attachmentLimitsSchema>

export const readAttachmentSchema = z.strictObject({
  /** Whatever it says: the file is to be saved, not shown. */
  download: z.string().max(10).optional(),
})
