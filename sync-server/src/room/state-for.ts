/** What a client with a given state vector lacks of a room, as Yjs updates in the order in which they integrate. */
import { scanUpdate } from '@dure/document/update'
import { diffUpdate, encodeStateVector } from 'yjs'
import type { Clocks } from '../projection/document-jobs.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import type { Room } from './room.ts'

/** States up to this size are compared here: under a millisecond, less than asking a worker costs. */
const INLINE_DIFF_BYTES = 64 * 1024

export async function stateFor(room: Room, clocks: Clocks, workers: DocumentWork): Promise<Uint8Array[]> {
  const { base, rows } = room.window
  const missing = rows.flatMap((row) => (brings(row.bytes, clocks) ? [row.bytes] : []))
  if (clocks.size === 0) return [base, ...missing]
  if (base.length <= INLINE_DIFF_BYTES) return [diffUpdate(base, encodeStateVector(new Map(clocks))), ...missing]
  return [await workers.diff(base, clocks), ...missing]
}

/** Whether an update holds anything that is not covered by the clocks. Deletions always may. */
function brings(update: Uint8Array, clocks: Clocks): boolean {
  const { runs, deletes } = scanUpdate(update)
  return deletes.length > 0 || runs.some((run) => run.end > (clocks.get(run.client) ?? 0))
}
