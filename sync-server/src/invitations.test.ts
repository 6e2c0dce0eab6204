/** What an invitation is still worth when who made it, or what it was to, is gone. */
import { API_ROUTES } from '@dure/api'
import { signIn } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

let world: World
let olive: Somebody
let nobody: Somebody
beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  nobody = new Somebody(world.origin)
})
afterAll(() => world.close())

const account = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@dure.test`,
  password: `the password of ${name}`,
})

async function joined(name: string, role: 'admin' | 'member'): Promise<{ who: Somebody; id: string }> {
  const who = new Somebody(world.origin, await world.join(name, role))
  return { who, id: (await who.api.getSession()).person?.id ?? '' }
}

const actionsOn = async (id: string): Promise<string[]> =>
  (await world.store.database.selectFrom('audit_event').select('action').where('subject', '=', id).execute())
    .map(({ action }) => action)
    .sort()

describe('to a document', () => {
  test('that was taken away for good meanwhile, it still lets into the workspace', async () => {
    const { id } = await olive.api.createDocument()
    const { invitation } = await olive.api.share(id, { email: 'ann@dure.test', role: 'editor' })
    await olive.api.binDocument(id)
    await olive.api.removeDocument(id)
    const accepted = await nobody.ask('POST', API_ROUTES.offer(invitation?.token ?? ''), account('Ann'))
    expect([accepted.status, await accepted.json()]).toMatchObject([201, { documentId: null }])
    expect(await signIn(world.origin, account('Ann'))).toHaveProperty('cookie')
  })

  test('[AU6] it gives no more than who made it may give by then', async () => {
    const { who: bea, id: beaId } = await joined('Bea', 'member')
    const { id } = await olive.api.createDocument()
    await olive.api.share(id, { email: 'bea@dure.test', role: 'editor' })
    const { invitation } = await bea.api.share(id, { email: 'carl@dure.test', role: 'editor' })
    await olive.api.changeGrant(id, beaId, 'viewer')
    const accepted = await nobody.ask('POST', API_ROUTES.offer(invitation?.token ?? ''), account('Carl'))
    expect([accepted.status, await accepted.json()]).toMatchObject([201, { documentId: null }])
    const carl = new Somebody(world.origin, await signIn(world.origin, account('Carl')))
    expect(await carl.status('GET', API_ROUTES.document(id))).toBe(403)
  })
})

describe('to somebody who was taken out of the workspace', () => {
  test('[AU1] it lets them come back as who they were, signed in; their e-mail is still theirs alone', async () => {
    const { who: hal, id } = await joined('Hal', 'member')
    await olive.api.removeMember(id)
    expect((await hal.api.getSession()).workspace).toBeNull()
    const { token } = await olive.api.createInvitation({ role: 'admin', email: 'hal@dure.test' })
    const offer = API_ROUTES.offer(token ?? '')
    expect(await nobody.status('POST', offer, account('Hal'))).toBe(409)
    expect(await nobody.status('POST', offer, {})).toBe(401)
    const { who: ida } = await joined('Ida', 'member')
    expect(await ida.status('POST', offer, {})).toBe(403)
    const program = await hal.api.createToken({ name: 'x', scope: 'write' })
    const bearing = new Somebody(world.origin, { authorization: `Bearer ${program.token}` })
    expect(await bearing.status('POST', offer, {})).toBe(403)

    const accepted = await hal.ask('POST', offer, {})
    expect([accepted.status, await accepted.json()]).toMatchObject([
      201,
      { session: { person: { id }, workspace: { role: 'admin' } }, documentId: null },
    ])
    expect(await hal.status('POST', offer, {})).toBe(404)
    expect((await olive.api.listMembers()).find((each) => each.id === id)?.role).toBe('admin')
  })

  test('it lets them into the document that it is to, at once where they have it open', async () => {
    const { who: jo, id: joId } = await joined('Jo', 'member')
    const { id } = await olive.api.createDocument()
    await olive.api.setGeneralAccess(id, { reach: 'link', role: 'viewer' })
    await olive.api.removeMember(joId)
    const socket = world.raw(id, 'dure', jo.headers)
    await socket.hello()
    const { token } = await olive.api.createInvitation({ role: 'member' })
    await olive.api.setGeneralAccess(id, { reach: 'workspace', role: 'editor' })
    await socket.closed()
    const again = await jo.api.acceptInvitation(token ?? '', {})
    expect(again.session.workspace?.role).toBe('member')
    const back = world.raw(id, 'dure', jo.headers)
    await back.hello()
    expect((await back.told('welcome')).role).toBe('editor')
  })
})

describe('[AU6] by somebody who', () => {
  test.each([
    ['is taken out of the workspace', 'Dana', (id: string) => olive.api.removeMember(id)],
    ['is disabled', 'Dora', (id: string) => olive.api.changeMember(id, { disabled: true })],
    ['may invite nobody any longer', 'Dina', (id: string) => olive.api.changeMember(id, { role: 'member' })],
  ])('%s, it is worth nothing, and is on the record as withdrawn', async (_what, name, change) => {
    const { who, id } = await joined(name, 'admin')
    const made = await who.api.createInvitation({ role: 'admin' })
    const others = await olive.api.createInvitation({ role: 'member' })
    await change(id)
    expect(await nobody.status('GET', API_ROUTES.offer(made.token ?? ''))).toBe(404)
    expect(await nobody.status('POST', API_ROUTES.offer(made.token ?? ''), account(`Eve${name}`))).toBe(404)
    expect((await olive.api.listInvitations()).map((each) => each.id)).toEqual([others.id])
    expect(await actionsOn(made.id)).toEqual(['invitation-created', 'invitation-deleted'])
    await olive.api.deleteInvitation(others.id)
  })

  test('is only a member by then, it stays good for the documents that members share', async () => {
    const { who: fay, id: fayId } = await joined('Fay', 'admin')
    const { id } = await fay.api.createDocument()
    const { invitation } = await fay.api.share(id, { email: 'gus@dure.test', role: 'viewer' })
    await olive.api.changeMember(fayId, { role: 'member' })
    const accepted = await nobody.ask('POST', API_ROUTES.offer(invitation?.token ?? ''), account('Gus'))
    expect([accepted.status, await accepted.json()]).toMatchObject([201, { documentId: id }])
  })
})
