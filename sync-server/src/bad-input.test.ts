/**
 * What strangers send. Each is told by its close code or refusal; the log does not change, and an honest person in the
 * same document notices nothing.
 */

import { connect } from 'node:net'
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import {
  CLOSE,
  type DocumentId,
  encode,
  MAX_CLIENT_MESSAGE_BYTES,
  MESSAGE,
  newDocumentId,
  newSessionId,
  PROTOCOL_VERSION,
  REFUSAL,
  toClientSeq,
  writeAwareness,
  writeHello,
  writePing,
  writePush,
  writeSyncStep1,
  writeSyncStep2,
  writeSyncUpdate,
  writeVarString,
  writeVarUint,
} from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DurePeer } from './testing/dure-peer.ts'
import { docsHold, textOf, type } from './testing/peer.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import {
  attribute,
  brokenText,
  element,
  format,
  gc,
  skip,
  subdocument,
  text,
  textAfter,
  typing,
  update,
} from './testing/updates.ts'
import { World } from './testing/world.ts'

let world: World
let id: DocumentId
let honest: DurePeer
let reader: DurePeer
beforeAll(async () => {
  world = await World.start()
  id = await world.document()
  honest = await world.dure(id, 'Honest')
  reader = await world.dure(id, 'Reader')
})
afterAll(() => world.close())

/** The attack runs while the honest person types; afterwards the log holds that person's edits and nothing else. */
async function unharmed(attack: () => Promise<void>): Promise<void> {
  const before = (await world.rows(id)).length
  const ends = new Promise<never>((_resolve, reject) => {
    honest.connection.subscribe(() => {
      if (honest.connection.connection.kind !== 'live') reject(new Error('the honest connection broke'))
    })
  })
  type(honest, '<')
  await Promise.race([attack(), ends])
  type(honest, '>')
  await Promise.race([honest.connection.whenSaved(), ends])
  await docsHold('the reader has it all', [honest, reader], () => textOf(reader) === textOf(honest))
  const rows = (await world.rows(id)).slice(before)
  const [first] = rows
  expect(rows.length).toBeGreaterThanOrEqual(1)
  expect(rows.every((row) => row.sessionId === first?.sessionId)).toBe(true)
}

const hello = (over: Partial<Parameters<typeof writeHello>[0]> = {}): Uint8Array =>
  writeHello({
    protocolVersion: PROTOCOL_VERSION,
    schemaVersion: SCHEMA_VERSION,
    sessionId: newSessionId(),
    displayName: 'x',
    resume: undefined,
    ...over,
  })

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const message = (kind: number, ...values: number[]): Uint8Array =>
  encode((encoder) => {
    for (const value of [kind, ...values]) writeVarUint(encoder, value)
  })

const NEVER_MESSAGES: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', bytes()],
  ['an unknown type', bytes(99)],
  ['a number without end', bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['a message of the server', message(MESSAGE.synced, 1)],
  ['auth', message(MESSAGE.auth, 0)],
  ['presence that is cut off', bytes(1, 50, 1)],
  ['presence that is not JSON', writeAwareness([{ yjsClientId: 1, clock: 1, json: '{' }])],
  ['presence that is no object', writeAwareness([{ yjsClientId: 1, clock: 1, json: '[1]' }])],
]

/** Fine from a stock client, which echoes what everybody in the room says. */
const NEVER_DURE: readonly (readonly [string, Uint8Array])[] = [
  [
    'presence of 17 people',
    writeAwareness(Array.from({ length: 17 }, (_, at) => ({ yjsClientId: at, clock: 1, json: '{}' }))),
  ],
  ['presence too large', writeAwareness([{ yjsClientId: 1, clock: 1, json: JSON.stringify({ a: 'x'.repeat(5000) }) }])],
]

const NEVER_HELLO: readonly (readonly [string, Uint8Array])[] = [
  [
    'hello with a short session',
    encode((e) => {
      for (const each of [MESSAGE.hello, 1, 1]) writeVarUint(e, each)
      writeVarString(e, 'short')
      writeVarString(e, '')
      writeVarUint(e, 0)
    }),
  ],
  ['hello with bytes left over', Uint8Array.from([...hello(), 0])],
  ['hello cut off', hello().subarray(0, 10)],
  ['push before hello', writePush({ clientSeq: toClientSeq(1), update: typing(7, 'x') })],
  ['presence before hello', writeAwareness([{ yjsClientId: 1, clock: 1, json: '{}' }])],
]

const NEVER_PLAIN: readonly (readonly [string, Uint8Array])[] = [
  ['hello without its subprotocol', hello()],
  ['a ping', writePing()],
  ['a sync kind that is none', message(MESSAGE.sync, 3, 0)],
  ['a sync that is cut off', message(MESSAGE.sync, 2, 100)],
  ['a state vector that is none', writeSyncStep1(bytes(5, 1))],
  ['a state vector with bytes left over', writeSyncStep1(bytes(0, 0))],
  ['an update that is none', writeSyncUpdate(bytes(1, 2, 3))],
  ['an empty update', writeSyncUpdate(bytes())],
  ['an update in step 2 that is none', writeSyncStep2(bytes(255, 255, 1))],
]

describe('[DU4] frames that are no message close the connection 4400', () => {
  test.each([...NEVER_MESSAGES, ...NEVER_DURE, ...NEVER_HELLO])('before hello: %s', (_name, frame) =>
    unharmed(async () => {
      const raw = world.raw(id, 'dure')
      await raw.opened()
      raw.send(frame)
      expect((await raw.closed()).code).toBe(CLOSE.malformed.code)
    }),
  )

  test.each([...NEVER_MESSAGES, ...NEVER_DURE, ['a second hello', hello()] as const])(
    'after hello: %s',
    (_name, frame) =>
      unharmed(async () => {
        const raw = world.raw(id, 'dure')
        await raw.hello()
        raw.send(frame)
        expect((await raw.closed()).code).toBe(CLOSE.malformed.code)
      }),
  )

  test.each([...NEVER_MESSAGES, ...NEVER_PLAIN])('from a plain client: %s', (_name, frame) =>
    unharmed(async () => {
      const raw = world.raw(id, 'plain')
      await raw.opened()
      raw.send(frame)
      expect((await raw.closed()).code).toBe(CLOSE.malformed.code)
    }),
  )

  test.each(['dure', 'plain'] as const)('a text frame on a %s connection', (dialect) =>
    unharmed(async () => {
      const raw = world.raw(id, dialect)
      await raw.opened()
      raw.sendText('hello')
      expect((await raw.closed()).code).toBe(CLOSE.malformed.code)
    }),
  )

  test('numbers that do not rise', () =>
    unharmed(async () => {
      const raw = world.raw(id, 'dure')
      await raw.hello()
      raw.push(3, bytes(1, 2, 3))
      raw.push(3, bytes(1, 2, 3))
      expect((await raw.closed()).code).toBe(CLOSE.malformed.code)
    }))
})

describe('other closes', () => {
  test.each(['dure', 'plain'] as const)('a message that is too large closes a %s connection 1009', (dialect) =>
    unharmed(async () => {
      const raw = world.raw(id, dialect)
      await raw.opened()
      raw.send(new Uint8Array(MAX_CLIENT_MESSAGE_BYTES + 1))
      expect((await raw.closed()).code).toBe(CLOSE.frameTooLarge.code)
    }),
  )

  test('a client that is too old is closed as outdated', () =>
    unharmed(async () => {
      for (const old of [{ protocolVersion: 0 }, { schemaVersion: 0 }]) {
        const raw = world.raw(id, 'dure')
        await raw.opened()
        raw.send(hello(old))
        expect((await raw.closed()).code).toBe(CLOSE.outdated.code)
      }
    }))

  test('a client that says nothing is told that it was waited for', () =>
    unharmed(async () => {
      const raw = world.raw(id, 'dure')
      await raw.opened()
      await world.log.said('connected', 1)
      world.clock.skip(10_001)
      expect((await raw.closed()).code).toBe(CLOSE.helloTimeout.code)
    }))

  test.each([newDocumentId(), 'short', '%00', 'x'.repeat(5000)])(
    'a document that is none is closed 4404: %.30s',
    (wrong) =>
      unharmed(async () => {
        const raw = world.raw(wrong, 'dure')
        await raw.opened()
        raw.send(hello())
        expect((await raw.closed()).code).toBe(CLOSE.unknownDocument.code)
      }),
  )

  test.each([
    ['a reserved bit', bytes(0xf2, 0x80, 0, 0, 0, 0)],
    ['no mask', bytes(0x82, 0x01, 0x00)],
    ['an unknown opcode', bytes(0x8b, 0x80, 0, 0, 0, 0)],
    ['a large control frame', bytes(0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0)],
    ['a length beyond reason', bytes(0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)],
    ['text that is not UTF-8', bytes(0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe)],
    ['a close with half a code', bytes(0x88, 0x81, 0, 0, 0, 0, 3)],
  ])('a broken WebSocket frame, in the same breath as the upgrade, harms nobody: %s', (_name, frame) =>
    unharmed(async () => {
      for (const [path, subprotocol] of [
        [id, true],
        [id, false],
        ['short', true],
        [newDocumentId(), true],
      ] as const) {
        const socket = connect(Number(new URL(world.origin).port), '127.0.0.1')
        const ended = new Promise<void>((resolve) => {
          socket.on('close', () => resolve())
          socket.on('error', () => resolve())
        })
        socket.resume()
        const offer = subprotocol ? 'sec-websocket-protocol: dure.1\r\n' : ''
        socket.write(
          Buffer.concat([
            Buffer.from(
              `GET /sync/${path} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n${offer}` +
                'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
            ),
            frame,
          ]),
        )
        await world.log.said('connected', 1)
        await ended
      }
    }),
  )
})

const VICTIM = 4242
const ATTACKER = 666

/** Refused updates, by the reason. */
const HOSTILE: readonly (readonly [string, Uint8Array, keyof typeof REFUSAL])[] = [
  ['no update', bytes(1, 2, 3), 'malformed'],
  ['bytes left over', Uint8Array.from([...typing(ATTACKER, 'x'), 0]), 'malformed'],
  ['cut off', typing(ATTACKER, 'a long text').subarray(0, 20), 'malformed'],
  ['text that is not UTF-8', update([{ client: ATTACKER, clock: 0, structs: [brokenText] }]), 'malformed'],
  [
    'a client listed twice',
    update([
      { client: ATTACKER, clock: 0, structs: [gc(1)] },
      { client: ATTACKER, clock: 1, structs: [gc(1)] },
    ]),
    'malformed',
  ],
  ['a struct of no length', update([{ client: ATTACKER, clock: 0, structs: [gc(0)] }]), 'malformed'],
  ['a mark that is not JSON', update([{ client: ATTACKER, clock: 0, structs: [format('bold', '{')] }]), 'malformed'],
  ['clocks left out', update([{ client: ATTACKER, clock: 0, structs: [skip(5), text('x')] }]), 'notAllowed'],
  ['a far future clock', update([{ client: ATTACKER, clock: 1_000_000, structs: [text('x')] }]), 'skipsClocks'],
  ['a clock beyond 2^31', update([{ client: ATTACKER, clock: 2 ** 40, structs: [text('x')] }]), 'notAllowed'],
  ['a run of 2^40', update([{ client: ATTACKER, clock: 0, structs: [gc(2 ** 40)] }]), 'notAllowed'],
  ['a client id of 53 bits', update([{ client: 2 ** 50, clock: 0, structs: [text('x')] }]), 'notAllowed'],
  [
    'an origin nobody wrote',
    update([{ client: ATTACKER, clock: 0, structs: [textAfter(987654, 3, 'x')] }]),
    'skipsClocks',
  ],
  [
    'an origin of its own future',
    update([{ client: ATTACKER, clock: 0, structs: [textAfter(ATTACKER, 5, 'x')] }]),
    'malformed',
  ],
  [
    'a circle of two clients',
    update([
      { client: ATTACKER, clock: 0, structs: [textAfter(ATTACKER + 1, 0, 'x')] },
      { client: ATTACKER + 1, clock: 0, structs: [textAfter(ATTACKER, 0, 'x')] },
    ]),
    'skipsClocks',
  ],
  ['a deletion of what nobody wrote', update([], [[987654, 0, 5]]), 'skipsClocks'],
  ['a deletion up to 2^50', update([], [[987654, 0, 2 ** 50]]), 'notAllowed'],
  ['a deletion of no length', update([], [[987654, 0, 0]]), 'malformed'],
  [
    'a delete set that lists a client twice',
    update(
      [],
      [
        [987654, 0, 1],
        [987654, 1, 1],
      ],
    ),
    'malformed',
  ],
  ['the key __proto__', update([{ client: ATTACKER, clock: 0, structs: [attribute('__proto__', 'x')] }]), 'notAllowed'],
  [
    'the mark __proto__',
    update([{ client: ATTACKER, clock: 0, structs: [format('__proto__', 'true')] }]),
    'notAllowed',
  ],
  [
    '__proto__ inside a value',
    update([{ client: ATTACKER, clock: 0, structs: [format('m', '{"a":{"__proto__":1}}')] }]),
    'notAllowed',
  ],
  [
    'a value nested 10,000 deep',
    update([{ client: ATTACKER, clock: 0, structs: [format('m', '['.repeat(10_000) + ']'.repeat(10_000))] }]),
    'notAllowed',
  ],
  [
    'elements nested 100 deep',
    update([
      {
        client: ATTACKER,
        clock: 0,
        structs: Array.from({ length: 100 }, (_, at) => element(at === 0 ? undefined : [ATTACKER, at - 1])),
      },
    ]),
    'notAllowed',
  ],
  ['a document inside the document', update([{ client: ATTACKER, clock: 0, structs: [subdocument] }]), 'notAllowed'],
  [
    'a name of a kilobyte',
    update([{ client: ATTACKER, clock: 0, structs: [attribute('k'.repeat(1024), 'x')] }]),
    'notAllowed',
  ],
]

describe('[DU4] hostile updates change nothing', () => {
  test.each(HOSTILE)('dure.1: %s', (_name, hostile, reason) =>
    unharmed(async () => {
      const raw = world.raw(id, 'dure')
      await raw.hello()
      raw.push(1, hostile)
      expect((await raw.told('refused')).reason.name).toBe(REFUSAL[reason].name)
      // It is no reason to lose the connection.
      raw.send(writePing())
      await raw.told('pong')
      await raw.close()
    }),
  )

  test.each(HOSTILE)('plain: %s', (_name, hostile, reason) =>
    unharmed(async () => {
      const raw = world.raw(id, 'plain')
      await raw.opened()
      await raw.heard(1)
      const heard = raw.frames.length
      raw.send(writeSyncUpdate(hostile))
      if (REFUSAL[reason].retry === 'resync') await askedAgain(raw, heard)
      else expect([CLOSE.malformed.code, CLOSE.refusedUpdate.code]).toContain((await raw.closed()).code)
      await raw.close()
    }),
  )

  test('a plain client that goes on sending what cannot be integrated is closed', () =>
    unharmed(async () => {
      const raw = world.raw(id, 'plain')
      await raw.opened()
      for (let at = 0; at < 4; at += 1) {
        raw.send(writeSyncUpdate(update([{ client: ATTACKER, clock: 1_000_000 + at, structs: [text('x')] }])))
      }
      expect((await raw.closed()).code).toBe(CLOSE.refusedUpdate.code)
    }))

  test('elements are nested one update after the other only so deep, and what holds them can still be deleted', async () => {
    const other = await world.document()
    const [attacker, friend] = [world.raw(other, 'dure'), world.raw(other, 'dure')]
    await Promise.all([attacker.hello(), friend.hello()])
    // Two who take turns: neither the client nor the session says how deep it is.
    let refusal: string | undefined
    for (let level = 0; refusal === undefined; level += 1) {
      expect(level).toBeLessThan(400)
      const [raw, client, parent] = level % 2 === 0 ? [attacker, 1, 2] : [friend, 2, 1]
      const clock = level >> 1
      const structs = [element(level === 0 ? undefined : [parent, (level - 1) >> 1])]
      raw.push(clock + 1, update([{ client, clock, structs }]))
      // A refused number is acknowledged, too, after its refusal.
      await raw.told('durable', ({ clientSeq }) => clientSeq === clock + 1)
      refusal = raw.refusals[0]
    }
    expect(refusal).toBe(REFUSAL.notAllowed.name)
    attacker.push(500, update([], [[1, 0, 1]]))
    await attacker.told('durable', ({ clientSeq }) => clientSeq === 500)
    const late = await world.dure(other)
    expect(late.connection.doc.getXmlFragment('content')).toHaveLength(0)
  })

  test('what an honest client wrote cannot be written again in other words', async () => {
    const other = await world.document()
    const raw = world.raw(other, 'dure')
    await raw.hello()
    raw.push(1, typing(VICTIM, 'truth'))
    await raw.told('durable')
    const attacker = world.raw(other, 'dure')
    await attacker.hello()
    attacker.push(1, typing(VICTIM, 'lies!'))
    attacker.push(2, update([{ client: VICTIM, clock: 0, structs: [gc(5)] }]))
    await attacker.told('durable', (durable) => durable.clientSeq === 2)
    // Both are taken for what is known, and change nothing.
    expect(await world.rows(other)).toHaveLength(1)
    const late = await world.dure(other)
    expect(textOf(late)).toBe('truth')
  })
})

/** Resolves when the server asks with step 1 what the client has, after `heard` frames. */
async function askedAgain(raw: RawPeer, heard: number): Promise<void> {
  for (let count = heard + 1; ; count += 1) {
    await raw.heard(count)
    const frame = raw.frames[count - 1]
    if (frame?.[0] === MESSAGE.sync && frame[1] === 0) return
  }
}
