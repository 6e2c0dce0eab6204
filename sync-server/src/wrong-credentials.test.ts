/** Credentials that are none, over every way in, and guesses at those that are some. */
import { createHmac } from 'node:crypto'
import { API_ROUTES } from '@dure/api'
import { CLOSE, type DocumentId, parseDocumentId } from '@dure/protocol'
import { OWNER, signIn } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_TRIES_PER_EMAIL, TRIES_WINDOW_MS } from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

let world: World
let olive: Somebody
let vera: Somebody
/** Olive's alone. */
let documentId: DocumentId
beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  vera = new Somebody(world.origin, await world.join('Vera'))
  const made = parseDocumentId((await olive.api.createDocument()).id)
  if (!made) throw new Error('no id')
  documentId = made
})
afterAll(() => world.close())

describe('[DU6] a credential that is none', () => {
  const real = (): string => olive.headers['cookie']?.split('=')[1] ?? ''
  const token = (): string => decodeURIComponent(real()).split('.')[0] ?? ''
  const signed = (value: string, secret: string): string =>
    encodeURIComponent(`${value}.${createHmac('sha256', secret).update(value).digest('base64')}`)
  const cookies: readonly (readonly [string, () => string])[] = [
    ['without a signature', () => token()],
    ['with an empty signature', () => `${token()}.`],
    ['with the signature of another secret', () => signed(token(), 'guessed')],
    ['with the signature of an empty secret', () => signed(token(), ' ')],
    ['with another token under its signature', () => real().replace(token().slice(0, 4), 'AAAA')],
    ['cut short', () => real().slice(0, -6)],
    ['that is SQL', () => encodeURIComponent("' or 1=1 --.x")],
    ['that is no escape', () => '%zz'],
    ['that is huge', () => 'A'.repeat(8000)],
  ]

  test.each(cookies)('a cookie %s', async (_what, value) => {
    const who = new Somebody(world.origin, { cookie: `dure.session_token=${value()}` })
    expect(await who.status('GET', API_ROUTES.documents)).toBe(401)
    expect(await who.api.getSession()).toMatchObject({ person: null })
    await expectShutOut(who.headers)
  })

  test.each([
    ['nothing', 'Bearer '],
    ['another kind', 'Basic b2xpdmU6cGFzc3dvcmQ='],
    ['a guess', `Bearer dure_${'A'.repeat(43)}`],
    ['without its prefix', `Bearer ${'A'.repeat(43)}`],
    ['a cookie in its place', 'Bearer x.y'],
  ])('an authorization with %s', async (_what, authorization) => {
    const who = new Somebody(world.origin, { authorization })
    expect(await who.status('GET', API_ROUTES.documents)).toBe(401)
    await expectShutOut(who.headers)
  })

  test('one that is wrong does not fall back to another that is right', async () => {
    const both = new Somebody(world.origin, { ...olive.headers, authorization: 'Bearer dure_wrong' })
    expect(await both.status('GET', API_ROUTES.documents)).toBe(401)
  })

  test('it does not make a guest of somebody either, where guests may come in', async () => {
    const open = await world.document()
    const socket = world.raw(open, 'dure', { cookie: 'dure.session_token=forged.x' })
    await socket.opened()
    socket.sayHello()
    expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
  })

  async function expectShutOut(headers: Readonly<Record<string, string>>): Promise<void> {
    const dure = world.raw(documentId, 'dure', headers)
    await dure.opened()
    dure.sayHello()
    expect((await dure.closed()).code).toBe(CLOSE.signInRequired.code)
    const plain = world.raw(documentId, 'plain', headers)
    await plain.closed()
    expect([...dure.frames, ...plain.frames]).toEqual([])
  }
})

describe('guessing', () => {
  test('a password is tried so often by e-mail, then not at all for a while, right or wrong', async () => {
    const email = 'vera@dure.test'
    const nobody = new Somebody(world.origin)
    const statuses: number[] = []
    for (let tries = 0; tries < MAX_TRIES_PER_EMAIL + 2; tries += 1) {
      statuses.push(await nobody.status('POST', API_ROUTES.session, { email, password: `guess ${tries}` }))
    }
    expect(statuses).toEqual([...Array<number>(MAX_TRIES_PER_EMAIL).fill(401), 429, 429])
    const refused = await nobody.ask('POST', API_ROUTES.session, { email, password: 'the password of Vera' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // Who is signed in already is not locked out by it.
    expect(await vera.status('GET', API_ROUTES.documents)).toBe(200)
    world.clock.skip(TRIES_WINDOW_MS)
    expect(await signIn(world.origin, { name: '', email, password: 'the password of Vera' })).toHaveProperty('cookie')
  })

  test('who has no account is told what somebody with a wrong password is told', async () => {
    world.clock.skip(TRIES_WINDOW_MS)
    const nobody = new Somebody(world.origin)
    const answers = await Promise.all(
      [OWNER.email, 'nobody@nowhere.test'].map(async (email) => {
        const response = await nobody.ask('POST', API_ROUTES.session, { email, password: 'a wrong password' })
        return [response.status, await response.text()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
  })
})
