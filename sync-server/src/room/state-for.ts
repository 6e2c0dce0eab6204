/** What a client with a given state vector lacks of a room, as Yjs updates in the order in which they integrate. */
import { scanUpdate } from '@dure/document/update'
import { diffUpdate, encodeStateVector } from 'yjs'
import type { Clocks } from '../projection/document-jobs.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import type { Room } from './room.ts'

/** States up to this size are compared here: under a millisecond, less than asking a worker costs. */
const INLINE_DIFF_BYTES = 64 * 1024

export async function stateFor(
  room: Pick<Room, 'window' | 'baseClocks' | 'baseDeletes'>,
  clocks: Clocks,
  workers: DocumentWork,
): Promise<Uint8Array[]> {
  const { base, rows } = room.window
  const missing = rows.flatMap((row) => (brings(row.bytes, clocks) ? [row.bytes] : []))
  if (clocks.size === 0) return [base, ...missing]
  if (base.length <= INLINE_DIFF_BYTES) return [diffUpdate(base, encodeStateVector(new Map(clocks))), ...missing]
  // Someone who was away for a while has all of a large base but for what was deleted in it meanwhile.
  if (covers(clocks, room.baseClocks)) return [await room.baseDeletes(), ...missing]
  return [await workers.diff(base, clocks), ...missing]
}

/** Whether whoever is at `clocks` has every struct of whoever is at `others`. */
function covers(clocks: Clocks, others: Clocks): boolean {
  for (const [client, clock] of others) if ((clocks.get(client) ?? 0) < clock) return false
  return true
}

/** Whether an update holds anything that is not covered by the clocks. Deletions always may. */
function brings(update: Uint8Array, clocks: Clocks): boolean {
  const { runs, deletes } = scanUpdate(update)
  return deletes.length > 0 || runs.some((run) => run.end > (clocks.get(run.client) ?? 0))
}
