/** Another credential on an open connection: who somebody is from then on, and what they may do. */
import { openDocument } from '@dure/client'
import { CLOSE, type DocumentId, newSessionId, parseDocumentId, writeAwareness, writeReauth } from '@dure/protocol'
import { OWNER } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeIn } from './testing/http-peer.ts'
import { sees, textOf, type } from './testing/peer.ts'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

let world: World
let olive: Somebody
let bea: Somebody
beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  bea = new Somebody(world.origin, await world.join('Bea'))
})
afterAll(() => world.close())

const idOf = async (who: Somebody): Promise<string> => (await who.api.getSession()).person?.id ?? ''
const tokenOf = async (who: Somebody, scope: 'read' | 'write' = 'write') => who.api.createToken({ name: 'x', scope })

/** A document of Olive's that whoever has its id may read. */
async function readable(): Promise<DocumentId> {
  const id = parseDocumentId((await olive.api.createDocument()).id)
  if (!id) throw new Error('no id')
  await olive.api.setGeneralAccess(id, { reach: 'link', role: 'viewer' })
  return id
}

const showing = (credential: string): Uint8Array => writeReauth({ credential, displayName: '' })

describe('[DU6] a token that is shown on an open connection', () => {
  test('makes it that of whose it is: what they may do, whose edits they are, as whom others see them', async () => {
    const id = await readable()
    const [guest, other] = [world.raw(id, 'dure'), world.raw(id, 'dure')]
    await Promise.all([guest.hello(), other.hello()])
    guest.push(1, typing(7, 'as a guest'))
    expect((await guest.told('refused')).reason.name).toBe('read-only')
    guest.send(writeAwareness([{ yjsClientId: 7, clock: 1, json: '{"caret":1}' }]))
    await other.told('awareness', ({ entries }) => entries.some(({ json }) => json.includes('"guest":true')))

    guest.send(showing((await tokenOf(olive)).token))
    expect((await guest.told('event', ({ name }) => name === 'identity')).body).toEqual({
      userId: await idOf(olive),
      displayName: OWNER.name,
      role: 'owner',
    })
    await other.told('awareness', ({ entries }) => entries.some(({ json }) => json.includes(OWNER.name)))
    guest.push(2, typing(8, 'as Olive'))
    await guest.told('durable', ({ clientSeq }) => clientSeq === 2)
    expect((await world.rows(id)).at(-1)).toMatchObject({ userId: await idOf(olive), clientSeq: 2 })

    guest.send(showing((await tokenOf(bea)).token))
    await guest.told('event', ({ name, body }) => name === 'identity' && (body as { role: string }).role === 'viewer')
    guest.push(3, typing(9, 'as Bea'))
    expect((await guest.told('refused', ({ clientSeq }) => clientSeq === 3)).reason.name).toBe('read-only')
  })

  test('ends it with 4401 when it is none, and when it is taken back later', async () => {
    const id = await readable()
    const [wrong, taken] = [world.raw(id, 'dure'), world.raw(id, 'dure')]
    await Promise.all([wrong.hello(), taken.hello()])
    wrong.send(showing('dure_that_nobody_has'))
    expect((await wrong.closed()).code).toBe(CLOSE.signInRequired.code)
    const token = await tokenOf(olive)
    taken.send(showing(token.token))
    await taken.told('event', ({ name }) => name === 'identity')
    await olive.api.deleteToken(token.id)
    expect((await taken.closed()).code).toBe(CLOSE.signInRequired.code)
  })

  test('is not for what comes by requests, each of which says who sends it', async () => {
    const id = await readable()
    const peer = world.http(id, newSessionId())
    const { token } = await tokenOf(olive)
    expect(closeIn(await peer.post(showing(token)))).toBe(CLOSE.malformed.code)
  })
})

test('[DU6] a program goes on under a new token when the old one is taken back, and comes back by the new one', async () => {
  const id = await readable()
  const [old, fresh] = [await tokenOf(olive), await tokenOf(olive)]
  const reader = await world.dure(id)
  const program = world.leavesAtTheEnd(openDocument({ serverUrl: world.origin, documentId: id, token: old.token }))
  await program.whenSynced
  type(program, 'one. ')
  await program.whenSaved()
  program.reauthenticate(fresh.token)
  type(program, 'two. ')
  await program.whenSaved()
  await olive.api.deleteToken(old.id)
  type(program, 'three. ')
  await program.whenSaved()
  await world.stopServer()
  type(program, 'four. ')
  await world.startServer()
  program.reconnectNow()
  await program.whenSaved()
  await sees(reader, 'four. ')
  expect(textOf(reader)).toContain('one. two. three. four. ')
  expect(program.self?.displayName).toBe(OWNER.name)
})
