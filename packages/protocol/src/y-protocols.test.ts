/** The plain dialect is that of y-protocols, byte for byte: any stock y-websocket client can speak it. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { readClientMessage } from './client-message.ts'
import { MAX_ECHOED_PRESENCE_STATES, MAX_PRESENCE_STATES_PER_MESSAGE } from './limits.ts'
import { writeAwareness, writeQueryAwareness } from './messages/awareness.ts'
import { writeSyncStep1, writeSyncStep2, writeSyncUpdate } from './messages/sync.ts'
import { readServerMessage } from './server-message.ts'

/** A message as y-websocket builds it. */
function yMessage(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}
const awarenessMessage = (awareness: Awareness, ids: number[]) =>
  yMessage(1, (encoder) => encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, ids)))

/** A document with Korean, an emoji and a deletion. */
function someDocument(): Doc {
  const doc = new Doc()
  doc.getText('t').insert(0, '두레 🌾 works')
  doc.getText('t').delete(0, 1)
  return doc
}

describe('sync', () => {
  test('what y-protocols writes is read', () => {
    const doc = someDocument()
    expect(
      readClientMessage(
        yMessage(0, (encoder) => syncProtocol.writeSyncStep1(encoder, doc)),
        'plain',
      ),
    ).toEqual({ type: 'sync-step-1', stateVector: encodeStateVector(doc) })
    expect(
      readClientMessage(
        yMessage(0, (encoder) => syncProtocol.writeSyncStep2(encoder, doc)),
        'plain',
      ),
    ).toEqual({ type: 'sync-step-2', update: encodeStateAsUpdate(doc) })
    const update = encodeStateAsUpdate(doc)
    expect(
      readClientMessage(
        yMessage(0, (encoder) => syncProtocol.writeUpdate(encoder, update)),
        'plain',
      ),
    ).toEqual({ type: 'sync-update', update })
  })

  test('what is written, y-protocols reads, and answers with what we read', () => {
    const server = someDocument()
    const client = new Doc()
    const read = (bytes: Uint8Array) => {
      const decoder = decoding.createDecoder(bytes)
      expect(decoding.readVarUint(decoder)).toBe(0)
      const answer = encoding.createEncoder()
      encoding.writeVarUint(answer, 0)
      syncProtocol.readSyncMessage(decoder, answer, client, 'server')
      expect(decoding.hasContent(decoder)).toBe(false)
      return encoding.toUint8Array(answer)
    }
    read(writeSyncStep2(encodeStateAsUpdate(server)))
    expect(client.getText('t').toString()).toBe(server.getText('t').toString())

    client.getText('t').insert(0, 'from the client ')
    const answer = readClientMessage(read(writeSyncStep1(encodeStateVector(server))), 'plain')
    if (answer.type !== 'sync-step-2') throw new Error(`expected step 2, got ${answer.type}`)
    applyUpdate(server, answer.update)
    expect(server.getText('t').toString()).toBe(client.getText('t').toString())

    server.getText('t').insert(0, 'from the server ')
    read(writeSyncUpdate(encodeStateAsUpdate(server)))
    expect(client.getText('t').toString()).toBe(server.getText('t').toString())
  })
})

describe('awareness', () => {
  test('what y-protocols writes is read: states and leaving', () => {
    const awareness = new Awareness(new Doc())
    awareness.setLocalState({ user: { name: '지우' } })
    const { clientID } = awareness
    expect(readClientMessage(awarenessMessage(awareness, [clientID]), 'plain')).toEqual({
      type: 'awareness',
      entries: [{ yjsClientId: clientID, clock: 1, json: '{"user":{"name":"지우"}}' }],
    })
    removeAwarenessStates(awareness, [clientID], 'test')
    expect(readClientMessage(awarenessMessage(awareness, [clientID]), 'plain')).toEqual({
      type: 'awareness',
      entries: [{ yjsClientId: clientID, clock: 2, json: 'null' }],
    })
    awareness.destroy()
  })

  test('what is written, y-protocols reads', () => {
    const awareness = new Awareness(new Doc())
    const hear = (bytes: Uint8Array) => {
      const decoder = decoding.createDecoder(bytes)
      expect(decoding.readVarUint(decoder)).toBe(1)
      applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), 'server')
      expect(decoding.hasContent(decoder)).toBe(false)
    }
    hear(writeAwareness([{ yjsClientId: 7, clock: 1, json: '{"user":{"name":"민준"}}' }]))
    expect(awareness.getStates().get(7)).toEqual({ user: { name: '민준' } })
    hear(writeAwareness([{ yjsClientId: 7, clock: 1, json: 'null' }]))
    expect(awareness.getStates().has(7)).toBe(false)
    // A sign of life that names nobody.
    hear(writeAwareness([]))
    awareness.destroy()
  })

  test('a full room is read from a stock client, which echoes it, but not from one that speaks dure.1', () => {
    const crowd = new Awareness(new Doc())
    const people = 1_000
    applyAwarenessUpdate(crowd, payloadOf(people), 'server')
    const echo = awarenessMessage(crowd, [...crowd.getStates().keys()])
    const heard = readClientMessage(echo, 'plain')
    expect(heard).toMatchObject({ type: 'awareness', entries: { length: people + 1 } })
    expect(() => readClientMessage(echo, 'dure')).toThrow(`at most ${MAX_PRESENCE_STATES_PER_MESSAGE}`)
    expect(() => readClientMessage(writeAwareness(entries(MAX_ECHOED_PRESENCE_STATES + 1)), 'plain')).toThrow(
      `at most ${MAX_ECHOED_PRESENCE_STATES}`,
    )
    crowd.destroy()
  })

  test('a client asks for everyone’s presence', () => {
    expect(
      readClientMessage(
        yMessage(3, () => {}),
        'plain',
      ),
    ).toEqual({ type: 'query-awareness' })
    expect(writeQueryAwareness()).toEqual(yMessage(3, () => {}))
  })

  test('what a server relays may be larger than what a client may say', () => {
    const stamped = writeAwareness([{ yjsClientId: 1, clock: 1, json: `{"x":"${'두'.repeat(4_000)}"}` }])
    expect(readServerMessage(stamped)).toMatchObject({ entries: [{ yjsClientId: 1 }] })
    expect(readClientMessage(stamped, 'plain')).toMatchObject({ entries: [{ yjsClientId: 1 }] })
    expect(() => readClientMessage(stamped, 'dure')).toThrow('at most 4096')
    const tooLarge = writeAwareness([{ yjsClientId: 1, clock: 1, json: 'x'.repeat(16 * 1024 + 1) }])
    expect(() => readServerMessage(tooLarge)).toThrow('at most 16384')
  })
})

const entries = (people: number) =>
  Array.from({ length: people }, (_, index) => ({ yjsClientId: index + 1, clock: 1, json: '{"user":{}}' }))

/** The payload of an awareness message, as y-protocols applies it. */
function payloadOf(people: number): Uint8Array {
  const decoder = decoding.createDecoder(writeAwareness(entries(people)))
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}
