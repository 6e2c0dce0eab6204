/**
 * updates, server → client: a gapless run of the log, in log order, the sender's own included.
 * A client whose copy ends before `fromSeq - 1` has missed something and must say hello again; one whose copy goes
 * beyond `toSeq` ignores it. The log's numbers are contiguous, but a run may hold fewer updates than numbers: a row
 * that was quarantined is not sent, and neighbours may arrive merged.
 *
 * varUint 21 · varUint fromSeq · varUint toSeq · varUint count · count × varBytes update (Yjs V1)
 */
import { encode, MalformedMessage, type Reader, writeVarUint, writeVarUint8Array } from '../bytes.ts'
import { type Seq, toSeq } from '../ids.ts'
import { MAX_UPDATES_PER_MESSAGE } from '../limits.ts'
import { MESSAGE } from './message-type.ts'

export interface Updates {
  readonly type: 'updates'
  readonly fromSeq: Seq
  readonly toSeq: Seq
  readonly updates: readonly Uint8Array[]
}

export function writeUpdates(updates: Omit<Updates, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.updates)
    writeVarUint(encoder, updates.fromSeq)
    writeVarUint(encoder, updates.toSeq)
    writeVarUint(encoder, updates.updates.length)
    for (const update of updates.updates) writeVarUint8Array(encoder, update)
  })
}

/** Reads what follows the type. */
export function readUpdates(reader: Reader): Updates {
  const fromSeq = toSeq(reader.varUint('fromSeq'))
  const toSeqRead = toSeq(reader.varUint('toSeq'))
  if (fromSeq === 0 || toSeqRead < fromSeq) throw new MalformedMessage('updates: fromSeq from 1 on, not above toSeq')
  const count = reader.varUint('count')
  if (count > MAX_UPDATES_PER_MESSAGE) throw new MalformedMessage(`updates: at most ${MAX_UPDATES_PER_MESSAGE}`)
  const updates: Uint8Array[] = []
  for (let index = 0; index < count; index += 1) updates.push(reader.varBytes('update', reader.remaining))
  return { type: 'updates', fromSeq, toSeq: toSeqRead, updates }
}
