/** Cutting off an update what a log has already; a client that reconnects may send it again with more. */
import { encodeClocks, scanUpdate, type UpdateShape } from '@dure/document/update'
import { diffUpdate } from 'yjs'

export interface CutUpdate {
  readonly bytes: Uint8Array
  readonly shape: UpdateShape
}

/** The update without what is below `clocks`. */
export function cutUpdate(update: Uint8Array, clocks: ReadonlyMap<number, number>): CutUpdate | 'impossible' {
  try {
    const bytes = new Uint8Array(diffUpdate(update, encodeClocks(clocks)))
    return { bytes, shape: scanUpdate(bytes) }
  } catch {
    // Its sender's doing: what is honest can be cut anywhere.
    return 'impossible'
  }
}
