/** Rights on a running server: every way in, and every change while a socket is open. */
import { CLOSE, type DocumentId, mayWrite, parseDocumentId, REFUSAL, ROLES, type Role } from '@dure/protocol'
import { signIn } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RIGHTS_RECHECK_MS, SIGN_IN_DAYS } from './limits.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

let world: World
let owner: Somebody
let members = 0
beforeAll(async () => {
  world = await World.start()
  owner = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())

const nobody = (): Somebody => new Somebody(world.origin)

/** Somebody new, with the id they have. */
async function newcomer(role: 'member' | 'guest' = 'guest'): Promise<{ who: Somebody; id: string; email: string }> {
  members += 1
  const name = `Person ${'abcdefghijklmnopqrstuvwxyz'.charAt(members % 26)}${'x'.repeat(Math.floor(members / 26))}`
  const who = new Somebody(world.origin, await world.join(name, role))
  const { person } = await who.api.getSession()
  if (!person) throw new Error('not signed in')
  return { who, id: person.id, email: person.email }
}

async function document(by = owner): Promise<DocumentId> {
  const id = parseDocumentId((await by.api.createDocument()).id)
  if (!id) throw new Error('no id')
  return id
}

/** Somebody with that role on a new document; no role: nobody has let them in. */
async function withRole(role: Role | undefined): Promise<{ who: Somebody; id: DocumentId; personId: string }> {
  if (role === 'owner') {
    const { who, id: personId } = await newcomer('member')
    return { who, id: await document(who), personId }
  }
  const { who, id: personId, email } = await newcomer()
  const id = await document()
  if (role) await owner.api.share(id, { email, role })
  return { who, id, personId }
}

let clients = 1000
/** Under a Yjs client id of its own. */
const update = (text: string): Uint8Array => {
  clients += 1
  return typing(clients, text)
}
const open = async (who: Somebody, id: DocumentId): Promise<RawPeer> => {
  const raw = world.raw(id, 'dure', who.headers)
  await raw.hello()
  return raw
}
const rows = async (id: DocumentId): Promise<number> => (await world.rows(id)).length

describe('[DU6] every role × every way in:', () => {
  test.each([...ROLES, undefined])('%s', async (role) => {
    const { who, id } = await withRole(role)
    const reads = role !== undefined
    const shares = role === 'owner' || role === 'editor'
    const path = `/api/documents/${id}`
    expect(await who.status('GET', path)).toBe(reads ? 200 : 403)
    expect(await who.status('GET', `${path}/preview`)).toBe(reads ? 200 : 403)
    expect(await who.status('GET', `${path}/access`)).toBe(shares ? 200 : 403)
    const general = { reach: 'restricted', role: 'viewer' }
    expect(await who.status('PUT', `${path}/access/general`, general)).toBe(shares ? 200 : 403)
    const share = { email: `x${id.toLowerCase()}@dure.test`, role: 'viewer' }
    expect(await who.status('POST', `${path}/access/people`, share)).toBe(shares ? 201 : 403)
    const listed = (await who.api.listDocuments()).documents.find((each) => each.id === id)
    expect(listed?.role).toBe(role)

    const before = await rows(id)
    const socket = world.raw(id, 'dure', who.headers)
    await socket.opened()
    socket.sayHello()
    if (!role) {
      expect((await socket.closed()).code).toBe(CLOSE.forbidden.code)
      expect(socket.frames).toEqual([])
    } else {
      expect((await socket.told('welcome')).role).toBe(role)
      socket.push(1, update('by dure'))
      if (mayWrite(role)) await socket.told('durable')
      else expect((await socket.told('refused')).reason).toBe(REFUSAL.readOnly)
    }
    expect(await rows(id)).toBe(before + (role && mayWrite(role) ? 1 : 0))
  })

  test.each(['link', 'workspace', 'restricted'] as const)(
    'somebody without an account, general access %s',
    async (reach) => {
      const id = await document()
      await owner.api.setGeneralAccess(id, { reach, role: 'viewer' })
      const letsIn = reach === 'link'
      expect(await nobody().status('GET', `/api/documents/${id}`)).toBe(letsIn ? 200 : 401)
      expect(await nobody().status('GET', `/api/documents/${id}/preview`)).toBe(letsIn ? 200 : 401)
      // Whom it is shared with is for people who are signed in.
      expect(await nobody().status('GET', `/api/documents/${id}/access`)).toBe(401)
      const socket = world.raw(id, 'dure')
      await socket.opened()
      socket.sayHello()
      if (letsIn) expect((await socket.told('welcome')).role).toBe('viewer')
      else expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
    },
  )
})

describe('[DU6] while a socket is open,', () => {
  test('a role that is taken stops the next update, one that is given again lets it through', async () => {
    const { who, id, personId } = await withRole('editor')
    const socket = await open(who, id)
    socket.push(1, update('allowed'))
    await socket.told('durable')
    await owner.api.changeGrant(id, personId, 'viewer')
    expect(await socket.told('event', ({ name }) => name === 'role')).toMatchObject({ body: { role: 'viewer' } })
    socket.push(2, update('not allowed'))
    expect((await socket.told('refused')).reason).toBe(REFUSAL.readOnly)
    await owner.api.changeGrant(id, personId, 'editor')
    await socket.told('event', ({ body }) => JSON.stringify(body) === '{"role":"editor"}')
    socket.push(3, update('allowed again'))
    await socket.told('durable', ({ clientSeq }) => clientSeq === 3)
    // The seed, and two of three.
    expect(await rows(id)).toBe(3)
  })

  test('it is closed when its person takes themselves off, who is told no more of whom it is shared with', async () => {
    const { who, id, personId } = await withRole('editor')
    const socket = await open(who, id)
    expect(await who.api.removeGrant(id, personId)).toBeUndefined()
    expect((await socket.closed()).code).toBe(CLOSE.forbidden.code)
  })

  test('it is closed when its person is taken off the document', async () => {
    const { who, id, personId } = await withRole('viewer')
    const socket = await open(who, id)
    await owner.api.removeGrant(id, personId)
    expect((await socket.closed()).code).toBe(CLOSE.forbidden.code)
  })

  test('it is closed when its person signs out, and when they are signed out from elsewhere', async () => {
    const { who, id } = await withRole('editor')
    const socket = await open(who, id)
    await who.api.signOut()
    expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)

    const again = new Somebody(world.origin, await signIn(world.origin))
    const another = await open(again, await document())
    const here = (await again.api.listSignedIn()).find(({ current }) => current)
    await owner.api.endSignedIn(here?.id ?? '')
    expect((await another.closed()).code).toBe(CLOSE.signInRequired.code)
    expect(await again.status('GET', '/api/documents')).toBe(401)
  })

  test('it is closed when its person is disabled, and they cannot sign in any longer', async () => {
    const { who, id, personId } = await withRole('editor')
    const { person } = await who.api.getSession()
    const socket = await open(who, id)
    await owner.api.changeMember(personId, { disabled: true })
    expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
    const credentials = { name: '', email: person?.email ?? '', password: `the password of ${person?.name}` }
    await expect(signIn(world.origin, credentials)).rejects.toThrow('401')
    await owner.api.changeMember(personId, { disabled: false })
    expect(await signIn(world.origin, credentials)).toHaveProperty('cookie')
  })

  test('it is closed when its sign-in runs out, of which nobody tells', async () => {
    const { who, id } = await withRole('editor')
    const socket = await open(who, id)
    const month = (SIGN_IN_DAYS + 1) * 24 * 60 * 60 * 1000
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + month })
    try {
      world.clock.skip(RIGHTS_RECHECK_MS)
      expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
      expect(await who.status('GET', '/api/documents')).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  test('a guest is shut out when the link is closed, and the owner stays', async () => {
    const id = await document()
    await owner.api.setGeneralAccess(id, { reach: 'link', role: 'editor' })
    const [guest, own] = [await open(nobody(), id), await open(owner, id)]
    await owner.api.setGeneralAccess(id, { reach: 'restricted', role: 'viewer' })
    expect((await guest.closed()).code).toBe(CLOSE.signInRequired.code)
    own.push(1, update('still here'))
    await own.told('durable')
  })
})
