/** Whether the caller of a request may do something with the document it names: asked at the same door as sockets. */
import { CLOSE, type CloseReason, type DocumentId, parseDocumentId, type Role } from '@dure/protocol'
import { type Action, may } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import { type ApiContext, callerIn, partOf, signInRequired } from './request.ts'

export interface AllowedDocument {
  readonly id: DocumentId
  readonly role: Role
}

/** The document that the path names. @throws ApiFault 401, 403, 404, or 410 when it is in the bin. */
export const documentFor = (context: ApiContext, deps: ApiDeps, action: Action): Promise<AllowedDocument> =>
  documentNamed(context, deps, partOf(context, 'id'), action)

/** The document that a body names, say. @throws ApiFault like `documentFor`. */
export async function documentNamed(
  context: ApiContext,
  { door }: ApiDeps,
  raw: string,
  action: Action,
): Promise<AllowedDocument> {
  const caller = callerIn(context)
  const id = parseDocumentId(raw)
  if (!id) throw refusal(CLOSE.unknownDocument)
  const admission = await door.ask(caller, id)
  if (admission.kind === 'refused') throw refusal(admission.reason)
  const { role } = admission.identity
  if (!may(role, action)) throw new ApiFault(403, 'forbidden', `That takes another role than ${role} on the document.`)
  return { id, role }
}

function refusal(reason: CloseReason): ApiFault {
  if (reason === CLOSE.signInRequired) return signInRequired('Sign in to open this document.')
  if (reason === CLOSE.forbidden) return new ApiFault(403, 'forbidden', 'You may not open this document.')
  if (reason === CLOSE.inBin) return new ApiFault(410, 'in-bin', 'This document is in the bin. Restore it to open it.')
  return new ApiFault(404, 'unknown-document', 'There is no such document.')
}
