/** Why a connection ends over an error that is not its client's. What will not pass by itself is written down. */
import { CLOSE, type CloseReason, type DocumentId } from '@dure/protocol'
import { LogDamaged, StoreUnavailable } from '@dure/store'
import type { Logger } from '../observability/logger.ts'
import { DocumentWorkBusy } from '../projection/document-work.ts'

/** @param what Could not be done, for the log. */
export function closeOver(error: unknown, document: DocumentId, logger: Logger, what: string): CloseReason {
  if (error instanceof StoreUnavailable || error instanceof DocumentWorkBusy) return CLOSE.tryLater
  logger.error({ document, err: error }, what)
  return error instanceof LogDamaged ? CLOSE.damaged : CLOSE.serverError
}
