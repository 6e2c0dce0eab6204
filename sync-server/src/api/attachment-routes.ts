/** `/api/documents/:id/attachments`: files of a document come in part by part, and go out with the document's rights. */
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { type Attachment, PART_BYTES } from '@dure/api'
import { attachmentOperations, PROBLEMS, type ProblemKind } from '@dure/api/description'
import { type AttachmentId, UPLOAD_KEY_HEADER } from '@dure/protocol'
import { attachmentHeaders } from '../attachments/attachment-headers.ts'
import type { CompleteAttachment } from '../attachments/attachment-rows.ts'
import { BlobMissing, BlobStoreUnavailable, StorageFull } from '../attachments/blob-store.ts'
import { rangeOf } from '../attachments/byte-range.ts'
import { spool } from '../attachments/spool.ts'
import { UploadSlots } from '../attachments/upload-slots.ts'
import { type OpenUpload, partCount, partSize } from '../attachments/uploads.ts'
import { GUEST_USER_ID } from '../auth/identity.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { AllowedDocument } from './document-rights.ts'
import type { ApiContext } from './request.ts'
import type { Serve } from './serve.ts'

export function serveAttachments(serve: Serve, { attachments, uploads, logger }: ApiDeps): void {
  const slots = new UploadSlots()

  serve(attachmentOperations.getAttachmentLimits, ({ document }) => uploads.limitsOf(document.id))

  serve(attachmentOperations.beginAttachment, async ({ caller, document, params: { attachment }, body }) => {
    const by = caller.kind === 'person' ? caller.userId : GUEST_USER_ID
    const begun = await stored(() => uploads.begin({ documentId: document.id, id: attachment }, body, by))
    if (begun.kind !== 'begun') throw fault(begun.kind)
    const { received, complete } = begun
    return { id: attachment, partBytes: PART_BYTES, received, complete }
  })

  serve(attachmentOperations.putAttachmentPart, async ({ context, address, document, params }) => {
    const { number } = params
    const upload = await uploadFor(context, document, params.attachment)
    if (number >= partCount(upload.size)) throw fault('unknown-part')
    const size = partSize(upload.size, number)
    // What is announced otherwise is not even begun to be read.
    const announced = context.req.header('content-length')
    if (announced !== undefined && Number(announced) !== size) throw wrongSize(number, size)
    if (upload.complete) return context.body(null, 204, { connection: 'close' })
    const leave = slots.enter(address)
    if (!leave) throw fault('busy', { 'retry-after': '2', connection: 'close' })
    try {
      return await takePart(context, upload, number, size)
    } finally {
      leave()
    }
  })

  serve(attachmentOperations.completeAttachment, async ({ context, document, params }) => {
    const upload = await uploadFor(context, document, params.attachment)
    const finished = await stored(() => uploads.finish(upload))
    switch (finished.kind) {
      case 'finished':
        return shown(finished.attachment)
      case 'incomplete':
        throw fault('incomplete')
      case 'gone':
        throw fault('unknown-upload')
      default:
        return finished satisfies never
    }
  })

  serve(attachmentOperations.cancelAttachment, async ({ context, document, params }) => {
    const upload = await uploadFor(context, document, params.attachment)
    if (upload.complete || !(await stored(() => uploads.cancel(upload)))) throw fault('upload-complete')
    return undefined
  })

  serve(attachmentOperations.readAttachment, async ({ context, document, params, query }) => {
    const file = await attachments.find({ documentId: document.id, id: params.attachment })
    if (!file) throw fault('unknown-attachment')
    const { headers } = context.env.incoming
    const served = attachmentHeaders(file, query.download !== undefined)
    if (headers['if-none-match'] === served['etag']) return context.body(null, 304, served)
    const asked = rangeOf(headers.range, context.req.header('if-range'), served['etag'], file.size)
    if (asked.kind === 'unsatisfiable') throw fault('range', { 'content-range': `bytes */${file.size}` })
    const { start, end } = asked.kind === 'part' ? asked : { start: 0, end: file.size - 1 }
    const range = asked.kind === 'part' ? { 'content-range': `bytes ${start}-${end}/${file.size}` } : {}
    const status = asked.kind === 'part' ? 206 : 200
    const all = { ...served, ...range, 'content-length': String(end - start + 1) }
    if (context.env.incoming.method === 'HEAD') return context.body(null, status, all)
    const bytes = await stored(() => attachments.read(file, { start, end })).catch((error: unknown) => {
      if (!(error instanceof BlobMissing)) throw error
      logger.error({ document: file.documentId, attachment: file.id }, 'the bytes of an attachment are missing')
      throw fault('missing-attachment')
    })
    // Whoever goes away before the end has what they wanted: the stream is then destroyed.
    return new Response(Readable.toWeb(bytes) as ReadableStream, { status, headers: all })
  })

  const uploadFor = async (context: ApiContext, document: AllowedDocument, id: AttachmentId): Promise<OpenUpload> => {
    const key = context.req.header(UPLOAD_KEY_HEADER) ?? ''
    const upload = await uploads.uploadOf({ documentId: document.id, id }, key)
    if (!upload) throw fault('unknown-upload')
    return upload
  }

  const takePart = async (
    context: ApiContext,
    upload: OpenUpload,
    number: number,
    size: number,
  ): Promise<undefined> => {
    const part = await stored(() => spool(context.env.incoming as IncomingMessage, uploads.spoolDirectory, size))
    if (part.kind === 'broken') throw fault('broken-part')
    if (part.kind === 'too-large' || part.size !== size) {
      if (part.kind === 'spooled') await discard(part.path)
      throw wrongSize(number, size)
    }
    const taken = await stored(() => uploads.takePart(upload, number, part)).finally(() => discard(part.path))
    switch (taken) {
      case 'taken':
        return undefined
      case 'gone':
        throw fault('unknown-upload')
      case 'other-bytes':
      case 'wrong-type':
        throw fault(taken)
      default:
        return taken satisfies never
    }
  }
}

const shown = ({ id, name, size, type }: CompleteAttachment): Attachment => ({ id, name, size, type })

/** Where it became a part of a blob there is nothing left to remove. */
const discard = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined)

/** What ails the blob store, in words. */
async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageFull) throw fault('storage-full', { connection: 'close' })
    if (error instanceof BlobStoreUnavailable) throw fault('attachments-unavailable', { 'retry-after': '5' })
    throw error
  }
}

const fault = (kind: ProblemKind, headers: Readonly<Record<string, string>> = {}): ApiFault =>
  new ApiFault(PROBLEMS[kind].status, kind, PROBLEMS[kind].means, headers)

const wrongSize = (number: number, size: number): ApiFault =>
  new ApiFault(400, 'wrong-size', `Part ${number} has ${size} bytes.`, { connection: 'close' })
