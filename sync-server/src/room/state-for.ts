/** What a client with a given state vector lacks of a room, as Yjs updates in the order in which they integrate. */
import { scanUpdate, stateAfter } from '@dure/document/update'
import type { Clocks } from '../projection/document-jobs.ts'
import type { Room } from './room.ts'

export async function stateFor(room: Pick<Room, 'window' | 'baseIndex'>, clocks: Clocks): Promise<Uint8Array[]> {
  const { base, rows } = room.window
  const missing = rows.flatMap((row) => (brings(row.bytes, clocks) ? [row.bytes] : []))
  if (clocks.size === 0) return [base, ...missing]
  return [stateAfter(base, await room.baseIndex(), clocks), ...missing]
}

/** Whether an update holds anything that is not covered by the clocks. Deletions always may. */
function brings(update: Uint8Array, clocks: Clocks): boolean {
  const { runs, deletes } = scanUpdate(update)
  return deletes.length > 0 || runs.some((run) => run.end > (clocks.get(run.client) ?? 0))
}
