/**
 * A batch of appends, and its outcomes, in a shape that crosses threads for about a microsecond a request: the bytes of
 * all updates in one buffer, all numbers in another, and each id once.
 *
 *   numbers, per request:  document, epoch, session, clientSeq, user, updateLength, n, n × yjsClientId
 *                          (document, session and user index into `names`)
 *   bytes:                 the updates end to end
 *   outcomes, per request: kind, value (see OUTCOME; a value may index into `details`)
 *
 * Packing copies, so the buffers of the requests stay with their owner, who is about to send them to every reader.
 */
import {
  type ClientSeq,
  type DocumentId,
  type Epoch,
  type SessionId,
  toEpoch,
  toSeq,
  type UserId,
} from '@dure/protocol'
import type { AppendOutcome, AppendRequest } from '../store.ts'

export interface PackedBatch {
  readonly count: number
  readonly names: readonly string[]
  readonly numbers: Float64Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

const NUMBERS_BEFORE_CLIENT_IDS = 7

export function packBatch(batch: readonly AppendRequest[]): PackedBatch {
  let numberCount = 0
  let byteCount = 0
  for (const request of batch) {
    numberCount += NUMBERS_BEFORE_CLIENT_IDS + request.yjsClientIds.length
    byteCount += request.bytes.length
  }
  const numbers = new Float64Array(numberCount)
  const bytes = new Uint8Array(byteCount)
  const names: string[] = []
  const indexes = new Map<string, number>()
  const indexOf = (name: string): number => {
    let index = indexes.get(name)
    if (index === undefined) {
      index = names.push(name) - 1
      indexes.set(name, index)
    }
    return index
  }
  let at = 0
  let byteAt = 0
  for (const request of batch) {
    numbers[at++] = indexOf(request.documentId)
    numbers[at++] = request.epoch
    numbers[at++] = indexOf(request.sessionId)
    numbers[at++] = request.clientSeq
    numbers[at++] = indexOf(request.userId)
    numbers[at++] = request.bytes.length
    numbers[at++] = request.yjsClientIds.length
    for (const id of request.yjsClientIds) numbers[at++] = id
    bytes.set(request.bytes, byteAt)
    byteAt += request.bytes.length
  }
  return { count: batch.length, names, numbers, bytes }
}

/** The requests again, their bytes as views of the packed buffer. */
export function unpackBatch({ count, names, numbers, bytes }: PackedBatch): AppendRequest[] {
  let at = 0
  const number = (): number => {
    const value = numbers[at]
    if (value === undefined) throw new RangeError('a packed batch ends inside a request')
    at += 1
    return value
  }
  const name = (): string => {
    const value = names[number()]
    if (value === undefined) throw new RangeError('a packed batch names an id it does not hold')
    return value
  }
  const requests: AppendRequest[] = []
  let byteAt = 0
  for (let i = 0; i < count; i += 1) {
    // The ids were branded on the other side of the thread border; this is the same process.
    const documentId = name() as DocumentId
    const epoch = number() as Epoch
    const sessionId = name() as SessionId
    const clientSeq = number() as ClientSeq
    const userId = name() as UserId
    const length = number()
    const idCount = number()
    const yjsClientIds: number[] = []
    for (let j = 0; j < idCount; j += 1) yjsClientIds.push(number())
    requests.push({
      documentId,
      epoch,
      sessionId,
      clientSeq,
      userId,
      yjsClientIds,
      bytes: bytes.subarray(byteAt, byteAt + length),
    })
    byteAt += length
  }
  return requests
}

const OUTCOME = {
  committed: 0,
  duplicate: 1,
  unknownDocument: 2,
  wrongEpoch: 3,
  foreignClient: 4,
  damaged: 5,
} as const

export interface PackedOutcomes {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly details: readonly string[]
}

export function packOutcomes(outcomes: readonly AppendOutcome[]): PackedOutcomes {
  const numbers = new Float64Array(outcomes.length * 2)
  const details: string[] = []
  outcomes.forEach((outcome, index) => {
    const [kind, value] = pairOf(outcome, details)
    numbers[index * 2] = kind
    numbers[index * 2 + 1] = value
  })
  return { numbers, details }
}

function pairOf(outcome: AppendOutcome, details: string[]): readonly [kind: number, value: number] {
  switch (outcome.kind) {
    case 'committed':
      return [OUTCOME.committed, outcome.seq]
    case 'duplicate':
      return [OUTCOME.duplicate, 0]
    case 'unknown-document':
      return [OUTCOME.unknownDocument, 0]
    case 'wrong-epoch':
      return [OUTCOME.wrongEpoch, outcome.epoch]
    case 'foreign-client':
      return [OUTCOME.foreignClient, outcome.yjsClientId]
    case 'damaged':
      return [OUTCOME.damaged, details.push(outcome.detail) - 1]
  }
}

export function unpackOutcomes({ numbers, details }: PackedOutcomes): AppendOutcome[] {
  const outcomes: AppendOutcome[] = []
  for (let at = 0; at + 1 < numbers.length; at += 2)
    outcomes.push(outcomeOf(numbers[at], numbers[at + 1] ?? 0, details))
  return outcomes
}

function outcomeOf(kind: number | undefined, value: number, details: readonly string[]): AppendOutcome {
  switch (kind) {
    case OUTCOME.committed:
      return { kind: 'committed', seq: toSeq(value) }
    case OUTCOME.duplicate:
      return { kind: 'duplicate' }
    case OUTCOME.unknownDocument:
      return { kind: 'unknown-document' }
    case OUTCOME.wrongEpoch:
      return { kind: 'wrong-epoch', epoch: toEpoch(value) }
    case OUTCOME.foreignClient:
      return { kind: 'foreign-client', yjsClientId: value }
    case OUTCOME.damaged:
      return { kind: 'damaged', detail: details[value] ?? '' }
    default:
      throw new RangeError(`no append outcome has the number ${kind}`)
  }
}
