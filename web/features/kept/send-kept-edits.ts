/**
 * Sends what documents kept on this device hold unsent, without anybody having to open them again. One after the other:
 * it is nobody's hurry, and a tab that has the document open sends its own.
 */
import { listLocalCopies, openDocument } from '@dure/client'
import { keptCopyOptions } from './kept-copy-options.ts'

/** Refused edits stay, and a server may stay away: then the next visit tries again. */
const PATIENCE_MS = 20_000

/** @param onChange Something was sent; the list of copies has changed. */
export async function sendKeptEdits(owner: string, signal: AbortSignal, onChange: () => void): Promise<void> {
  for (const { documentId, unsaved, setAside } of await listLocalCopies(owner)) {
    if (unsaved === 0 || setAside || signal.aborted) continue
    await send(documentId, owner, signal)
    onChange()
  }
}

async function send(documentId: string, owner: string, signal: AbortSignal): Promise<void> {
  const connection = openDocument({
    serverUrl: location.origin,
    documentId,
    localCopy: keptCopyOptions(owner),
  })
  // Nobody is looking at it.
  connection.awareness.setLocalState(null)
  const over = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  const { promise: given, resolve: giveUp } = Promise.withResolvers<void>()
  over.addEventListener('abort', () => giveUp())
  await Promise.race([connection.whenSaved().catch(() => {}), given])
  await connection.close()
}
