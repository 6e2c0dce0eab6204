/**
 * What this client wrote and the server has not yet called durable. Pure: every function answers a new outbox.
 *
 * - An entry starts `unsent`, without a number. It is `sealed` when it is first sent: its pieces become one update
 *   under the next clientSeq, and from then on that number carries those bytes for ever, across reconnects and reloads.
 * - One push is on the wire at a time; what is typed meanwhile travels together in the next. So a lost `refused` can
 *   never hide behind a later ack (acks are cumulative), and a slow network makes fewer, larger updates.
 * - A refused entry is `parked` with its reason and blocks nothing. If it was merged from several pieces, it is first
 *   halved until the piece that offends stands alone.
 */
import {
  type ClientSeq,
  MAX_UPDATE_BYTES,
  REFUSAL,
  type RefusalReason,
  type Refused,
  toClientSeq,
} from '@dure/protocol'
import {
  asUnsent,
  type EntryBase,
  type OutboxEntry,
  type ParkedEntry,
  type SealedEntry,
  type UnsentEntry,
} from './outbox-entry.ts'
import { bounded, merged, nextGroup } from './outbox-merging.ts'
import { unreachable } from './unreachable.ts'

export interface Outbox {
  readonly entries: readonly OutboxEntry[]
  readonly nextKey: number
  /** The next free number of the session. */
  readonly nextClientSeq: ClientSeq
  /** On the wire and unanswered. */
  readonly inFlight: ClientSeq | undefined
  /** Nothing is sent until `completeResync`: the server lacks edits that these build on. */
  readonly awaitsResync: boolean
}

export const emptyOutbox: Outbox = Object.freeze({
  entries: [],
  nextKey: 1,
  nextClientSeq: toClientSeq(1),
  inFlight: undefined,
  awaitsResync: false,
})

/** Takes a local update. One that no server would take is parked at once. */
export function add(outbox: Outbox, update: Uint8Array): Outbox {
  const base: EntryBase = { key: outbox.nextKey, changes: 1 }
  const entry: OutboxEntry =
    update.length > MAX_UPDATE_BYTES
      ? { ...base, kind: 'parked', update, reason: REFUSAL.tooLarge, detail: tooLargeDetail(update) }
      : { ...base, kind: 'unsent', pieces: [update], alone: false, resync: false }
  return { ...outbox, nextKey: outbox.nextKey + 1, entries: bounded([...outbox.entries, entry]) }
}

const tooLargeDetail = (update: Uint8Array): string => `${update.length} bytes, at most ${MAX_UPDATE_BYTES}`

/** Updates not yet durable, parked ones included; at least 1 while it is unknown what the server lacks. */
export const changesIn = (outbox: Outbox): number =>
  outbox.entries.reduce((sum, entry) => sum + entry.changes, 0) || (outbox.awaitsResync ? 1 : 0)

export const parkedIn = (outbox: Outbox): readonly ParkedEntry[] =>
  outbox.entries.filter((entry) => entry.kind === 'parked')

export interface NextPush {
  readonly outbox: Outbox
  readonly push: { readonly clientSeq: ClientSeq; readonly update: Uint8Array } | undefined
}

/**
 * The push that may go on the wire now, if any: what was sealed before, else the oldest unsent entries as one.
 * @param hold Seal nothing new: a composition is open.
 */
export function nextPush(outbox: Outbox, hold: boolean): NextPush {
  if (outbox.inFlight !== undefined || outbox.awaitsResync) return { outbox, push: undefined }
  const waiting = outbox.entries.find((entry) => entry.kind === 'sealed')
  if (waiting) return { outbox: { ...outbox, inFlight: waiting.clientSeq }, push: waiting }
  if (hold) return { outbox, push: undefined }
  const sealed = seal(outbox)
  return sealed ? { outbox: sealed.outbox, push: sealed.entry } : { outbox, push: undefined }
}

function seal(outbox: Outbox): { readonly outbox: Outbox; readonly entry: SealedEntry } | undefined {
  const group = nextGroup(outbox.entries)
  const [first] = group
  if (!first) return undefined
  const pieces = group.flatMap((entry) => entry.pieces)
  const entry: SealedEntry = {
    kind: 'sealed',
    key: first.key,
    changes: group.reduce((sum, each) => sum + each.changes, 0),
    clientSeq: outbox.nextClientSeq,
    update: merged(pieces),
    pieces,
    resync: first.resync,
  }
  const gone = new Set<OutboxEntry>(group)
  const entries = outbox.entries.flatMap((each) => (each === first ? [entry] : gone.has(each) ? [] : [each]))
  const nextClientSeq = toClientSeq(outbox.nextClientSeq + 1)
  return { outbox: { ...outbox, entries, nextClientSeq, inFlight: entry.clientSeq }, entry }
}

/** Everything sent up to `clientSeq` is durable. */
export function acknowledge(outbox: Outbox, clientSeq: ClientSeq): Outbox {
  const entries = outbox.entries.filter((entry) => entry.kind !== 'sealed' || entry.clientSeq > clientSeq)
  const answered = outbox.inFlight !== undefined && outbox.inFlight <= clientSeq
  if (entries.length === outbox.entries.length && !answered) return outbox
  return { ...outbox, entries, inFlight: answered ? undefined : outbox.inFlight }
}

/** What `acknowledge` with this number takes out, in order. */
export const acknowledged = (outbox: Outbox, clientSeq: ClientSeq): readonly SealedEntry[] =>
  outbox.entries.filter((entry) => entry.kind === 'sealed').filter((entry) => entry.clientSeq <= clientSeq)

/** The server did not take it. A number that is not here any more changes nothing. */
export function refuse(outbox: Outbox, refused: Refused): Outbox {
  const entry = outbox.entries.find((each) => each.kind === 'sealed' && each.clientSeq === refused.clientSeq)
  if (entry?.kind !== 'sealed') return outbox
  const answered: Outbox = {
    ...outbox,
    inFlight: outbox.inFlight === refused.clientSeq ? undefined : outbox.inFlight,
  }
  switch (refused.reason.retry) {
    case 'retry':
      // A refused number is settled: the next ack passes over it. The same bytes go on under a new one.
      return unsealed(answered, entry)
    case 'resync':
      // The other lineage comes to light at the next welcome, and everything is kept for it.
      if (refused.reason.name === 'wrong-epoch') return answered
      // Building on a parked edit cannot be healed, and a resync that did not help will not help again.
      if (entry.resync || parkedIn(outbox).length > 0) return park(answered, entry, refused)
      return { ...unsealed(answered, entry), awaitsResync: true }
    case 'never':
      return isPeculiar(refused.reason) && entry.pieces.length > 1
        ? halve(answered, entry)
        : park(answered, entry, refused)
    default:
      return unreachable(refused.reason.retry)
  }
}

/** Back to being sent for the first time. */
const unsealed = (outbox: Outbox, entry: SealedEntry): Outbox => replace(outbox, entry, [asUnsent(entry)])

/** Whether the reason lies in one piece of the update rather than in who sends it. */
const isPeculiar = (reason: RefusalReason): boolean =>
  reason === REFUSAL.malformed || reason === REFUSAL.notAllowed || reason === REFUSAL.foreignClient

function park(outbox: Outbox, entry: SealedEntry, { reason, detail }: Refused): Outbox {
  const { key, changes, update } = entry
  return replace(outbox, entry, [{ kind: 'parked', key, changes, update, reason, detail }])
}

function halve(outbox: Outbox, entry: SealedEntry): Outbox {
  const middle = entry.pieces.length >> 1
  const firstChanges = Math.min(middle, entry.changes)
  const half = (key: number, changes: number, pieces: readonly Uint8Array[]): UnsentEntry => ({
    kind: 'unsent',
    key,
    changes,
    pieces,
    alone: true,
    resync: false,
  })
  // Keys order entries; the second half takes one between this entry's and the next's.
  const laterKey = outbox.entries.find((each) => each.key > entry.key)?.key ?? entry.key + 1
  return replace(outbox, entry, [
    half(entry.key, firstChanges, entry.pieces.slice(0, middle)),
    half((entry.key + laterKey) / 2, entry.changes - firstChanges, entry.pieces.slice(middle)),
  ])
}

const replace = (outbox: Outbox, entry: OutboxEntry, by: readonly OutboxEntry[]): Outbox => ({
  ...outbox,
  entries: outbox.entries.flatMap((each) => (each === entry ? by : [each])),
})

/**
 * The whole document arrived: `missing` is everything of this copy that it lacks, undefined when it lacks nothing.
 * It stands for all that waited here.
 */
export function completeResync(outbox: Outbox, missing: Uint8Array | undefined): Outbox {
  const waiting = outbox.entries.filter((entry) => entry.kind !== 'parked')
  const parked = outbox.entries.filter((entry) => entry.kind === 'parked')
  const settled: Outbox = { ...outbox, inFlight: undefined, awaitsResync: false, entries: parked }
  if (!missing) return settled
  const key = outbox.nextKey
  const changes = waiting.reduce((sum, entry) => sum + entry.changes, 0) || 1
  const entry: OutboxEntry =
    missing.length > MAX_UPDATE_BYTES
      ? { kind: 'parked', key, changes, update: missing, reason: REFUSAL.tooLarge, detail: tooLargeDetail(missing) }
      : { kind: 'unsent', key, changes, pieces: [missing], alone: true, resync: true }
  return { ...settled, nextKey: key + 1, entries: [...parked, entry] }
}

/** The connection is gone: what was on the wire may or may not have arrived, and is sent again as it was. */
export const disconnected = (outbox: Outbox): Outbox =>
  outbox.inFlight === undefined ? outbox : { ...outbox, inFlight: undefined }

/** Tries parked edits again, under new numbers and in their old places; `only` picks some of them. */
export const retryParked = (outbox: Outbox, only: (entry: ParkedEntry) => boolean = () => true): Outbox => ({
  ...outbox,
  entries: outbox.entries.map((entry) =>
    entry.kind === 'parked' && entry.update.length <= MAX_UPDATE_BYTES && only(entry)
      ? { kind: 'unsent', key: entry.key, changes: entry.changes, pieces: [entry.update], alone: true, resync: false }
      : entry,
  ),
})

/** Forgets parked edits for good: the person said so. */
export const discardParked = (outbox: Outbox): Outbox => ({
  ...outbox,
  entries: outbox.entries.filter((entry) => entry.kind !== 'parked'),
})

/** Another owner used this session's numbers: everything waiting goes under numbers of a new session. */
export const renumbered = (outbox: Outbox): Outbox => ({
  ...outbox,
  nextClientSeq: toClientSeq(1),
  inFlight: undefined,
  entries: outbox.entries.map((entry) => (entry.kind === 'sealed' ? asUnsent(entry) : entry)),
})
