/** What the single messages refuse beyond their grammar, and that no writer writes what its reader refuses. */
import { describe, expect, test } from 'vitest'
import { encode, MalformedMessage, writeVarString, writeVarUint, writeVarUint8Array } from './bytes.ts'
import { readClientMessage } from './client-message.ts'
import { cutDisplayName } from './display-name.ts'
import { newReplicaId, newSessionId, toClientSeq, toEpoch, toSeq } from './ids.ts'
import { MAX_DISPLAY_NAME_LENGTH, MAX_UPDATE_BYTES, MAX_UPDATES_PER_MESSAGE } from './limits.ts'
import { writeEvent } from './messages/event.ts'
import { writeHello } from './messages/hello.ts'
import { MESSAGE } from './messages/message-type.ts'
import { writePush } from './messages/push.ts'
import { writeRefused } from './messages/refused.ts'
import { writeUpdates } from './messages/updates.ts'
import { writeWelcome } from './messages/welcome.ts'
import { REFUSAL } from './refusal.ts'
import { readServerMessage } from './server-message.ts'

const numbers = (...values: readonly number[]) =>
  encode((encoder) => {
    for (const value of values) writeVarUint(encoder, value)
  })
const welcome = {
  protocolVersion: 1,
  minSchemaVersion: 1,
  replicaId: newReplicaId(),
  epoch: toEpoch(1),
  head: toSeq(0),
  durableClientSeq: toClientSeq(0),
  role: 'owner',
  userId: 'u',
  displayName: '',
} as const

describe('a name that is too long', () => {
  const long = '가'.repeat(500)

  test('is cut by whoever writes it, so that its reader takes the message', () => {
    const hello = { protocolVersion: 1, schemaVersion: 1, sessionId: newSessionId(), resume: undefined }
    const expected = { displayName: long.slice(0, MAX_DISPLAY_NAME_LENGTH) }
    expect(readClientMessage(writeHello({ ...hello, displayName: long }), 'dure')).toMatchObject(expected)
    expect(readServerMessage(writeWelcome({ ...welcome, displayName: long }))).toMatchObject(expected)
  })

  test('is never cut inside a character', () => {
    expect(cutDisplayName(`${'x'.repeat(59)}🌾`)).toBe('x'.repeat(59))
    expect(cutDisplayName(`${'x'.repeat(58)}🌾`)).toBe(`${'x'.repeat(58)}🌾`)
    expect(cutDisplayName('두레')).toBe('두레')
  })
})

test('positions start at 1: an epoch, a push and a run of 0 are malformed', () => {
  expect(() => readClientMessage(encodePush(0), 'dure')).toThrow('clientSeq: from 1 on')
  expect(() => readServerMessage(numbers(MESSAGE.updates, 0, 3, 0))).toThrow('fromSeq from 1 on')
  expect(() => readServerMessage(numbers(MESSAGE.updates, 4, 3, 0))).toThrow('not above toSeq')
  const helloAtEpoch = (epoch: number) =>
    encode((encoder) => {
      for (const value of [MESSAGE.hello, 1, 1]) writeVarUint(encoder, value)
      writeVarString(encoder, 'session-1')
      writeVarString(encoder, '')
      for (const value of [1, epoch, 5]) writeVarUint(encoder, value)
    })
  expect(readClientMessage(helloAtEpoch(1), 'dure')).toMatchObject({ resume: { epoch: 1, lastSeq: 5 } })
  expect(() => readClientMessage(helloAtEpoch(0), 'dure')).toThrow('epoch: from 1 on')
})

const encodePush = (clientSeq: number, update = new Uint8Array()) =>
  encode((encoder) => {
    writeVarUint(encoder, MESSAGE.push)
    writeVarUint(encoder, clientSeq)
    writeVarUint8Array(encoder, update)
  })

test('the largest update fits into the largest message', () => {
  const update = new Uint8Array(MAX_UPDATE_BYTES)
  const push = writePush({ clientSeq: toClientSeq(Number.MAX_SAFE_INTEGER), update })
  expect(push.length).toBeLessThanOrEqual(MAX_UPDATE_BYTES + 1_024)
  expect(readClientMessage(push, 'dure')).toMatchObject({ update: { length: MAX_UPDATE_BYTES } })
})

test('a message of updates holds a bounded number, or none where the rows were set aside', () => {
  const run = (count: number) =>
    writeUpdates({
      fromSeq: toSeq(1),
      toSeq: toSeq(1_000),
      updates: Array.from({ length: count }, () => new Uint8Array()),
    })
  expect(readServerMessage(run(0))).toMatchObject({ toSeq: 1_000, updates: [] })
  expect(readServerMessage(run(MAX_UPDATES_PER_MESSAGE))).toMatchObject({
    updates: { length: MAX_UPDATES_PER_MESSAGE },
  })
  expect(() => readServerMessage(run(MAX_UPDATES_PER_MESSAGE + 1))).toThrow(MalformedMessage)
})

test('a refusal this version does not know is final, so that its edit is kept and not sent for ever', () => {
  const unknown = encode((encoder) => {
    for (const value of [MESSAGE.refused, 3, 999]) writeVarUint(encoder, value)
    writeVarString(encoder, '')
  })
  expect(readServerMessage(unknown)).toMatchObject({ clientSeq: 3, reason: { code: 999, retry: 'never' } })
})

test('the detail of a refusal is cut by whoever writes it', () => {
  const refused = writeRefused({ clientSeq: toClientSeq(1), reason: REFUSAL.malformed, detail: '가'.repeat(5_000) })
  expect(readServerMessage(refused)).toMatchObject({ detail: '가'.repeat(256) })
})

test('an event’s body is JSON, or null where there is none', () => {
  expect(readServerMessage(writeEvent({ name: 'x', body: undefined }))).toMatchObject({ body: null })
  const notJson = encode((encoder) => {
    writeVarUint(encoder, MESSAGE.event)
    writeVarString(encoder, 'x')
    writeVarString(encoder, '{')
  })
  expect(() => readServerMessage(notJson)).toThrow('event body: not JSON')
})

test('who somebody is must be one of the roles and the server one of its replicas', () => {
  const bytes = writeWelcome(welcome)
  const text = (raw: string) => [...new TextEncoder().encode(raw)]
  const swap = (from: string, to: string) => {
    const at = bytes.findIndex((_, index) => text(from).every((byte, offset) => bytes[index + offset] === byte))
    const swapped = bytes.slice()
    swapped.set(text(to), at)
    return swapped
  }
  expect(() => readServerMessage(swap('owner', 'queen'))).toThrow('role: owner, editor, commenter or viewer')
  expect(() => readServerMessage(swap(welcome.replicaId, '-'.repeat(22)))).toThrow('replicaId')
})
