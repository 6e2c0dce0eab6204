/**
 * One example of each message, byte for byte. A change here is a change of the protocol: it needs a line in
 * PROTOCOL.md's history, and a new version unless every client in the world reads both shapes.
 */
import { expect, test } from 'vitest'
import { parseReplicaId, parseSessionId, type ReplicaId, type SessionId, toClientSeq, toEpoch, toSeq } from './ids.ts'
import { PROTOCOL_VERSION, SUBPROTOCOL } from './limits.ts'
import { writeAwareness, writeQueryAwareness } from './messages/awareness.ts'
import { writeDurable } from './messages/durable.ts'
import { writeEvent } from './messages/event.ts'
import { writeGoaway } from './messages/goaway.ts'
import { writeHello } from './messages/hello.ts'
import { MESSAGE, SYNC } from './messages/message-type.ts'
import { writePing, writePong } from './messages/ping.ts'
import { writePush } from './messages/push.ts'
import { writeReauth } from './messages/reauth.ts'
import { writeRefused } from './messages/refused.ts'
import { writeState } from './messages/state.ts'
import { writeSyncStep1, writeSyncStep2, writeSyncUpdate } from './messages/sync.ts'
import { writeSynced } from './messages/synced.ts'
import { writeUpdates } from './messages/updates.ts'
import { writeWelcome } from './messages/welcome.ts'
import { REFUSAL } from './refusal.ts'

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const sessionId = parseSessionId('sess-0001') as SessionId
const replicaId = parseReplicaId('ReplicaReplicaReplica1') as ReplicaId
const update = Uint8Array.of(0, 0)
const hello = { protocolVersion: 1, schemaVersion: 2, sessionId, displayName: '지우' }

const frozen: Readonly<Record<string, readonly [Uint8Array, string]>> = {
  'sync step 1': [writeSyncStep1(update), '0000020000'],
  'sync step 2': [writeSyncStep2(update), '0001020000'],
  'sync update': [writeSyncUpdate(update), '0002020000'],
  awareness: [writeAwareness([{ yjsClientId: 300, clock: 5, json: '{}' }]), '010701ac0205027b7d'],
  'query awareness': [writeQueryAwareness(), '03'],
  'hello, without a copy': [writeHello({ ...hello, resume: undefined }), '10010209736573732d3030303106eca780ec9ab000'],
  'hello, to resume': [
    writeHello({ ...hello, resume: { epoch: toEpoch(1), lastSeq: toSeq(300) } }),
    '10010209736573732d3030303106eca780ec9ab00101ac02',
  ],
  welcome: [
    writeWelcome({
      protocolVersion: 1,
      minSchemaVersion: 1,
      replicaId,
      epoch: toEpoch(1),
      head: toSeq(300),
      durableClientSeq: toClientSeq(4),
      role: 'editor',
      userId: 'u1',
      displayName: '지우',
    }),
    '110101165265706c6963615265706c6963615265706c6963613101ac020406656469746f7202753106eca780ec9ab0',
  ],
  push: [writePush({ clientSeq: toClientSeq(1), update }), '1201020000'],
  durable: [writeDurable({ clientSeq: toClientSeq(1), seq: toSeq(300) }), '1301ac02'],
  refused: [writeRefused({ clientSeq: toClientSeq(1), reason: REFUSAL.skipsClocks, detail: 'gap' }), '14010303676170'],
  updates: [
    writeUpdates({ fromSeq: toSeq(1), toSeq: toSeq(2), updates: [update, Uint8Array.of(1)] }),
    '15010202020000' + '0101',
  ],
  state: [writeState({ seq: toSeq(300), update }), '16ac02020000'],
  synced: [writeSynced(toSeq(300)), '17ac02'],
  event: [writeEvent({ name: 'role', body: { role: 'viewer' } }), '1804726f6c65117b22726f6c65223a22766965776572227d'],
  goaway: [writeGoaway(300), '19ac02'],
  ping: [writePing(), '1a'],
  pong: [writePong(), '1b'],
  reauth: [writeReauth({ credential: 'c', displayName: 'A' }), '1c01630141'],
}

test.each(Object.entries(frozen))('%s', (_name, [bytes, expected]) => {
  expect(hex(bytes)).toBe(expected)
})

test('the numbers of messages, the version and the subprotocol', () => {
  expect(MESSAGE).toEqual({
    sync: 0,
    awareness: 1,
    auth: 2,
    queryAwareness: 3,
    hello: 16,
    welcome: 17,
    push: 18,
    durable: 19,
    refused: 20,
    updates: 21,
    state: 22,
    synced: 23,
    event: 24,
    goaway: 25,
    ping: 26,
    pong: 27,
    reauth: 28,
  })
  expect(SYNC).toEqual({ step1: 0, step2: 1, update: 2 })
  expect([PROTOCOL_VERSION, SUBPROTOCOL]).toEqual([1, 'dure.1'])
})
