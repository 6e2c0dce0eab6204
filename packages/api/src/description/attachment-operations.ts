/** Files in documents. How an upload goes: `../attachments.ts`. */

import { UPLOAD_KEY_HEADER } from '@dure/protocol'
import {
  attachmentLimitsSchema,
  attachmentSchema,
  attachmentUploadSchema,
  beginAttachmentSchema,
  PART_BYTES,
  readAttachmentSchema,
} from '../attachments.ts'
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'
import { attachmentPart, documentPart, partNumberPart } from './path-parts.ts'

const KEY = `The header \`${UPLOAD_KEY_HEADER}\` carries the key of the upload.`

export const attachmentOperations = {
  getAttachmentLimits: operation({
    method: 'GET',
    path: API_ROUTES.attachments,
    does: 'Says how many files, and how large ones, a document may have, and has',
    who: 'visitor',
    needs: { document: 'write' },
    params: { id: documentPart },
    answer: attachmentLimitsSchema,
  }),
  beginAttachment: operation({
    method: 'PUT',
    path: API_ROUTES.attachment,
    does: 'Begins an upload, or says what there is of one that was begun',
    details:
      'Draw an id (22 characters of `[0-9A-Za-z]`) and a key. The file then goes in parts of `partBytes`, and is readable when it is completed. Asked again with the same id, key and size, it answers which parts are there.',
    who: 'visitor',
    needs: { document: 'write' },
    params: { id: documentPart, attachment: attachmentPart },
    body: beginAttachmentSchema,
    answer: attachmentUploadSchema,
    problems: ['file-too-large', 'too-many-files', 'document-full', 'id-taken', 'attachments-unavailable'],
  }),
  putAttachmentPart: operation({
    method: 'PUT',
    path: API_ROUTES.attachmentPart,
    does: 'Brings one part of an upload',
    details: `${KEY} All parts but the last have \`partBytes\`. It is there whole or not at all; bringing it again is harmless.`,
    who: 'visitor',
    needs: { document: 'write' },
    params: { id: documentPart, attachment: attachmentPart, number: partNumberPart },
    body: { bytes: 'application/octet-stream' },
    maxBodyBytes: PART_BYTES,
    answer: 'nothing',
    problems: [
      'unknown-upload',
      'wrong-size',
      'broken-part',
      'other-bytes',
      'wrong-type',
      'busy',
      'storage-full',
      'attachments-unavailable',
    ],
  }),
  completeAttachment: operation({
    method: 'POST',
    path: API_ROUTES.attachmentComplete,
    does: 'Makes an upload readable, once all its parts are there',
    details: KEY,
    who: 'visitor',
    needs: { document: 'write' },
    params: { id: documentPart, attachment: attachmentPart },
    answer: attachmentSchema,
    problems: ['unknown-upload', 'incomplete', 'attachments-unavailable'],
  }),
  cancelAttachment: operation({
    method: 'DELETE',
    path: API_ROUTES.attachment,
    does: 'Gives an unfinished upload up',
    details: KEY,
    who: 'visitor',
    needs: { document: 'write' },
    params: { id: documentPart, attachment: attachmentPart },
    answer: 'nothing',
    problems: ['unknown-upload', 'upload-complete', 'attachments-unavailable'],
  }),
  readAttachment: operation({
    method: 'GET',
    path: API_ROUTES.attachment,
    does: 'Answers the bytes of a file, or a range of them',
    details:
      'Pictures, videos, sound and PDF are of their own type, told from their bytes; everything else is bytes to be saved.',
    who: 'visitor',
    needs: { document: 'read' },
    params: { id: documentPart, attachment: attachmentPart },
    query: readAttachmentSchema,
    answer: { bytes: 'application/octet-stream' },
    problems: ['missing-attachment', 'range', 'attachments-unavailable'],
  }),
} as const
