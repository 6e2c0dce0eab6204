/** Signing in by another provider, with a real one (oidc-provider), and those who would like to be somebody else. */
import { TestIdentityProvider } from '@dure/testkit/provider'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PROVIDER_MINUTES, TRIES_WINDOW_MS } from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const PUBLIC_URL = 'https://docs.dure.test'
const CALLBACK = `${PUBLIC_URL}/api/session/oidc/callback`

let provider: TestIdentityProvider
let world: World
let olive: Somebody

beforeAll(async () => {
  provider = await TestIdentityProvider.start({
    olive: { email: 'owner@dure.test', emailVerified: true },
    mia: { email: 'Mia@dure.test', emailVerified: true },
    sly: { email: 'owner@dure.test', emailVerified: false },
    newcomer: { email: 'newcomer@dure.test', emailVerified: true, name: 'New\u202e Comer' },
    stranger: { email: 'stranger@elsewhere.test', emailVerified: true },
    other: { email: 'other@dure.test', emailVerified: true },
  })
  provider.sendBackTo(CALLBACK)
  world = await World.start({
    ...provider.settings,
    DURE_PUBLIC_URL: PUBLIC_URL,
    DURE_OIDC_DOMAINS: 'Dure.test',
    DURE_OIDC_CREATES: 'guest',
  })
  olive = new Somebody(world.origin, await world.owner())
})
afterAll(async () => {
  await world.close()
  await provider.stop()
})
beforeEach(() => world.clock.skip(TRIES_WINDOW_MS))

/** As far as this needs one: cookies by host, redirects, and the provider's two forms. */
class Browser {
  readonly cookies = new Map<string, Map<string, string>>()

  constructor(signedIn?: { readonly cookie: string }) {
    const [name = '', value = ''] = signedIn?.cookie.split(/=(.*)/s) ?? []
    if (signedIn) this.#jar(world.origin).set(name, value)
  }

  async open(
    url: string,
    form?: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    // What people open by its name is this server.
    const at = url.replace(PUBLIC_URL, world.origin)
    const jar = this.#jar(at)
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...more }
    const body = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const response = await fetch(at, { headers, redirect: 'manual', ...body })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0|1970/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  /** Through the provider as that person, up to the address that it sends back to. */
  async go(start: string, login: string): Promise<string> {
    let url = new URL((await this.open(world.origin + start)).headers.get('location') ?? '', world.origin).href
    for (let step = 0; step < 10 && !url.startsWith(CALLBACK); step += 1) {
      const prompt = url.includes('/interaction/')
      const asks = prompt ? await (await this.open(url)).text() : ''
      const form = asks.includes('name="login"') ? { prompt: 'login', login, password: 'any' } : { prompt: 'consent' }
      const response = await this.open(url, prompt ? form : undefined)
      url = new URL(response.headers.get('location') ?? '', url).href
    }
    return url
  }

  /** All the way. Answers where it ends. */
  async signIn(login: string, start = '/api/session/oidc'): Promise<string> {
    return (await this.open(await this.go(start, login))).headers.get('location') ?? ''
  }

  async person(): Promise<string | undefined> {
    const response = await this.open(`${world.origin}/api/session`)
    const { person } = (await response.json()) as { person: { email: string } | null }
    return person?.email
  }

  #jar(url: string): Map<string, string> {
    const host = new URL(url).host
    const jar = this.cookies.get(host) ?? new Map<string, string>()
    this.cookies.set(host, jar)
    return jar
  }
}

test('somebody whose e-mail both sides know is signed in, where they were going, and known from then on', async () => {
  const browser = new Browser()
  expect(await browser.signIn('olive', '/api/session/oidc?next=/settings')).toBe('/settings')
  expect(await browser.person()).toBe('owner@dure.test')
  // By the subject: another e-mail at the provider changes nothing.
  provider.people.set('olive', { email: 'renamed@dure.test', emailVerified: true })
  const again = new Browser()
  expect(await again.signIn('olive')).toBe('/')
  expect(await again.person()).toBe('owner@dure.test')
  provider.people.set('olive', { email: 'owner@dure.test', emailVerified: true })
})

test('[AU3] nobody is let in by an e-mail that the provider does not vouch for, or of another domain', async () => {
  for (const [login, trouble] of [
    ['sly', 'domain'],
    ['stranger', 'domain'],
  ] as const) {
    const browser = new Browser()
    expect([login, await browser.signIn(login)]).toEqual([login, `/sign-in?trouble=${trouble}`])
    expect(await browser.person()).toBeUndefined()
  }
  const people = await world.store.database.selectFrom('person').select('email').execute()
  expect(people.map(({ email }) => email)).not.toContain('stranger@elsewhere.test')
})

test('[AU3] an account whose e-mail nobody proved here is not taken over by it, but connected by who is signed in', async () => {
  const headers = await world.join('Mia')
  const stranger = new Browser()
  expect(await stranger.signIn('mia')).toBe('/sign-in?trouble=unproven')
  expect(await stranger.person()).toBeUndefined()

  const mia = new Browser(headers)
  expect(await mia.signIn('other', '/api/session/oidc?connect=1')).toBe('/settings?trouble=other-email')
  mia.cookies.delete(new URL(provider.issuer).host)
  expect(await mia.signIn('mia', '/api/session/oidc?connect=1')).toBe('/settings')
  const back = new Browser()
  expect(await back.signIn('mia')).toBe('/')
  expect(await back.person()).toBe('mia@dure.test')
  const api = new Somebody(world.origin, headers).api
  expect((await api.getSecurity()).provider).toEqual({ name: 'Village ID', connected: true })

  // What is connected to one account is connected to no other.
  const ned = new Browser(await world.join('Ned'))
  expect(await ned.signIn('mia', '/api/session/oidc?connect=1')).toBe('/settings?trouble=taken')
  await api.disconnectProvider()
  expect((await api.getSecurity()).provider).toEqual({ name: 'Village ID', connected: false })
})

test('[AU4] somebody new becomes what the settings say, has no password, and keeps a way in', async () => {
  const browser = new Browser()
  expect(await browser.signIn('newcomer')).toBe('/')
  const [[name = '', value = ''] = []] = [...(browser.cookies.get(new URL(world.origin).host) ?? [])]
  const newcomer = new Somebody(world.origin, { cookie: `${name}=${value}` })
  expect(await newcomer.api.getSession()).toMatchObject({
    person: { name: 'New Comer', email: 'newcomer@dure.test' },
    workspace: { role: 'guest' },
  })
  expect(await newcomer.api.getSecurity()).toMatchObject({ hasPassword: false })
  expect(await newcomer.status('DELETE', '/api/account/provider')).toBe(409)
  expect(await newcomer.status('POST', '/api/session', { email: 'newcomer@dure.test', password: 'anything' })).toBe(401)
  // A sign-in of a moment ago stands for the password, a later one does not.
  expect(await newcomer.status('POST', '/api/account/second-factor', {})).toBe(201)
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * 60_000 })
    expect(await newcomer.status('POST', '/api/account/second-factor', {})).toBe(403)
  } finally {
    vi.useRealTimers()
  }

  const { id = '' } = (await olive.api.listMembers()).find(({ email }) => email === 'newcomer@dure.test') ?? {}
  await olive.api.changeMember(id, { disabled: true })
  const disabled = new Browser()
  expect(await disabled.signIn('newcomer')).toBe('/sign-in?trouble=disabled')
  expect(await disabled.person()).toBeUndefined()
})

test('[AU1] what comes back is taken once, from the browser that went, in time, and as the provider gave it', async () => {
  const victim = new Browser()
  const callback = await victim.go('/api/session/oidc', 'olive')
  const ended = async (browser: Browser, url: string): Promise<string> => {
    const response = await browser.open(url)
    expect(response.headers.getSetCookie().join()).not.toContain('dure.session_token')
    return response.headers.get('location') ?? ''
  }
  // What a service worker's browser asks for in advance takes nothing.
  const inAdvance = await victim.open(callback, undefined, { 'service-worker-navigation-preload': 'true' })
  expect([inAdvance.status, inAdvance.headers.getSetCookie()]).toEqual([204, []])
  // Somebody else's browser is not signed in by a link, nor is ours by a code that was put into it.
  expect(await ended(new Browser(), callback)).toBe('/sign-in?trouble=expired')
  const mallory = new Browser()
  const own = new URL(await mallory.go('/api/session/oidc', 'olive'))
  own.searchParams.set('code', new URL(callback).searchParams.get('code') ?? '')
  expect(await ended(mallory, own.href)).toBe('/sign-in?trouble=failed')
  expect(await ended(mallory, own.href)).toBe('/sign-in?trouble=expired')
  expect((await victim.open(callback)).headers.get('location')).toBe('/')
  expect(await ended(victim, callback)).toBe('/sign-in?trouble=expired')

  const refused = new Browser()
  const state = new URL(await refused.go('/api/session/oidc', 'olive')).searchParams.get('state')
  expect(await ended(refused, `${CALLBACK}?error=access_denied&state=${state}`)).toBe('/sign-in?trouble=cancelled')

  const late = new Browser()
  const old = await late.go('/api/session/oidc', 'olive')
  try {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (PROVIDER_MINUTES + 1) * 60_000 })
    expect(await ended(late, old)).toBe('/sign-in?trouble=expired')
  } finally {
    vi.useRealTimers()
  }
})

test('[DU12] what the provider said of somebody is in no log, though it was not what was asked for', async () => {
  const browser = new Browser()
  const callback = await browser.go('/api/session/oidc', 'olive')
  const { database } = world.store
  const journeys = database.selectFrom('verification').select(['id', 'value']).where('identifier', 'like', 'provider:%')
  for (const { id, value } of await journeys.execute()) {
    const other = JSON.stringify({ ...(JSON.parse(value) as object), nonce: 'another' })
    await database.updateTable('verification').set({ value: other }).where('id', '=', id).execute()
  }
  expect((await browser.open(callback)).headers.get('location')).toBe('/sign-in?trouble=failed')
  const lines = await world.log.said('signing in by the other provider failed')
  expect(JSON.stringify(lines)).not.toMatch(/olive|owner@|nonce":/)
})

test('cookies of a sign-in that came back by https are for https alone', async () => {
  const browser = new Browser()
  const callback = await browser.go('/api/session/oidc', 'olive')
  const back = await browser.open(callback)
  expect(back.headers.getSetCookie()).toHaveLength(2)
  for (const cookie of back.headers.getSetCookie()) expect(cookie).toMatch(/; Secure/)
})

test('nobody is sent to another site, and connecting takes somebody who is signed in', async () => {
  for (const next of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)']) {
    expect(await new Browser().signIn('olive', `/api/session/oidc?next=${encodeURIComponent(next)}`)).toBe('/')
  }
  const response = await new Browser().open(`${world.origin}/api/session/oidc?connect=1`)
  expect(response.headers.get('location')).toBe('/sign-in?next=%2Fsettings')
})

test('a provider that does not answer, or none at all, is said on the sign-in page', async () => {
  const gone = await World.start({
    ...provider.settings,
    DURE_OIDC_ISSUER: 'http://localhost:9',
    DURE_PUBLIC_URL: PUBLIC_URL,
  })
  const without = await World.start()
  try {
    const open = (origin: string, path: string) => fetch(origin + path, { redirect: 'manual' })
    const unreachable = await open(gone.origin, '/api/session/oidc?next=/settings')
    expect(unreachable.headers.get('location')).toBe('/sign-in?trouble=unreachable&next=%2Fsettings')
    for (const path of ['/api/session/oidc', '/api/session/oidc/callback?code=a&state=b']) {
      expect((await open(without.origin, path)).headers.get('location')).toBe('/sign-in?trouble=none')
    }
    expect(await new Somebody(without.origin).api.getSignInMethods()).toMatchObject({ provider: null })
  } finally {
    await gone.close()
    await without.close()
  }
})
