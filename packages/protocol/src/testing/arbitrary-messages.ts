/** Every message of the protocol as fast-check draws it, how it is written, and who reads it. */
import fc from 'fast-check'
import { type Dialect, readClientMessage } from '../client-message.ts'
import { type SessionId, toClientSeq, toEpoch, toSeq } from '../ids.ts'
import { MAX_PRESENCE_STATES_PER_MESSAGE } from '../limits.ts'
import { type PresenceEntry, writeAwareness, writeQueryAwareness } from '../messages/awareness.ts'
import { writeDurable } from '../messages/durable.ts'
import { writeEvent } from '../messages/event.ts'
import { writeGoaway } from '../messages/goaway.ts'
import { writeHello } from '../messages/hello.ts'
import { writePing, writePong } from '../messages/ping.ts'
import { writePush } from '../messages/push.ts'
import { writeReauth } from '../messages/reauth.ts'
import { writeRefused } from '../messages/refused.ts'
import { writeState } from '../messages/state.ts'
import { writeSyncStep1, writeSyncStep2, writeSyncUpdate } from '../messages/sync.ts'
import { writeSynced } from '../messages/synced.ts'
import { writeUpdates } from '../messages/updates.ts'
import { writeWelcome } from '../messages/welcome.ts'
import { REFUSAL } from '../refusal.ts'
import { ROLES } from '../role.ts'
import { readServerMessage } from '../server-message.ts'

export interface ArbitraryMessage {
  readonly name: string
  /** Reads whole messages of its direction and dialect. */
  readonly read: (bytes: Uint8Array) => { readonly type: string }
  /** A message as its reader gives it, and its bytes. */
  readonly drawn: fc.Arbitrary<{ readonly message: { readonly type: string }; readonly bytes: Uint8Array }>
}

const from = (dialect: Dialect) => (bytes: Uint8Array) => readClientMessage(bytes, dialect)

/** What a writer takes is what its reader gives, less the type. */
function describe<Fields extends object>(
  name: string,
  read: ArbitraryMessage['read'],
  fields: fc.Arbitrary<Fields>,
  write: (fields: Fields) => Uint8Array,
): ArbitraryMessage {
  const drawn = fields.map((each) => ({ message: { type: name, ...each }, bytes: write(each) }))
  return { name, read, drawn }
}

const uint = fc.maxSafeNat()
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const seq = uint.map(toSeq)
const clientSeq = uint.map(toClientSeq)
const firstClientSeq = positive.map(toClientSeq)
const epoch = positive.map(toEpoch)
const update = fc.uint8Array({ maxLength: 60 })
/** Any text a wire of UTF-8 can carry, emoji and hangul included. */
const text = (maxLength: number) => fc.string({ unit: 'binary', maxLength })
/** At most 60 UTF-16 units, as `binary` units may be pairs. */
const displayName = text(30)
const letters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })
const alphanumeric = 'ABCXYZabcxyz0189'
const sessionId = letters(`${alphanumeric}_-`, 8, 64).map((raw) => raw as SessionId)
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown)

const presence = (maxLength: number): fc.Arbitrary<{ entries: PresenceEntry[] }> =>
  fc.record({
    entries: fc.array(fc.record({ yjsClientId: uint, clock: uint, json: text(40) }), { maxLength }),
  })

const clientMessages: readonly ArbitraryMessage[] = [
  describe(
    'hello',
    from('dure'),
    fc.record({
      protocolVersion: uint,
      schemaVersion: uint,
      sessionId,
      displayName,
      resume: fc.option(fc.record({ epoch, lastSeq: seq }), { nil: undefined }),
    }),
    writeHello,
  ),
  describe('push', from('dure'), fc.record({ clientSeq: firstClientSeq, update }), writePush),
  describe('awareness', from('dure'), presence(MAX_PRESENCE_STATES_PER_MESSAGE), (it) => writeAwareness(it.entries)),
  describe('ping', from('dure'), fc.record({}), writePing),
  describe('reauth', from('dure'), fc.record({ credential: text(40), displayName }), writeReauth),
]

const plainMessages: readonly ArbitraryMessage[] = [
  describe('sync-step-1', from('plain'), fc.record({ stateVector: update }), (it) => writeSyncStep1(it.stateVector)),
  describe('sync-step-2', from('plain'), fc.record({ update }), (it) => writeSyncStep2(it.update)),
  describe('sync-update', from('plain'), fc.record({ update }), (it) => writeSyncUpdate(it.update)),
  describe('awareness', from('plain'), presence(40), (it) => writeAwareness(it.entries)),
  describe('query-awareness', from('plain'), fc.record({}), writeQueryAwareness),
]

const serverMessages: readonly ArbitraryMessage[] = [
  describe(
    'welcome',
    readServerMessage,
    fc.record({
      protocolVersion: uint,
      minSchemaVersion: uint,
      replicaId: letters(alphanumeric, 22, 22).map((raw) => raw as never),
      epoch,
      head: seq,
      durableClientSeq: clientSeq,
      role: fc.constantFrom(...ROLES),
      userId: letters(alphanumeric, 0, 64),
      displayName,
    }),
    writeWelcome,
  ),
  describe('state', readServerMessage, fc.record({ seq, update }), writeState),
  describe(
    'updates',
    readServerMessage,
    fc.tuple(positive, positive, fc.array(update, { maxLength: 5 })).map(([one, other, updates]) => ({
      fromSeq: toSeq(Math.min(one, other)),
      toSeq: toSeq(Math.max(one, other)),
      updates,
    })),
    writeUpdates,
  ),
  describe('synced', readServerMessage, fc.record({ seq }), (it) => writeSynced(it.seq)),
  describe('durable', readServerMessage, fc.record({ clientSeq, seq }), writeDurable),
  describe(
    'refused',
    readServerMessage,
    fc.record({ clientSeq, reason: fc.constantFrom(...Object.values(REFUSAL)), detail: text(100) }),
    writeRefused,
  ),
  describe('awareness', readServerMessage, presence(40), (it) => writeAwareness(it.entries)),
  describe('event', readServerMessage, fc.record({ name: text(16), body: json }), writeEvent),
  describe('goaway', readServerMessage, fc.record({ reconnectAfterMs: uint }), (it) =>
    writeGoaway(it.reconnectAfterMs),
  ),
  describe('pong', readServerMessage, fc.record({}), writePong),
]

export const allMessages: readonly ArbitraryMessage[] = [...clientMessages, ...plainMessages, ...serverMessages]
