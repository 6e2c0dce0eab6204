/**
 * Keeps Dure's pages openable without a network: once a build is kept, a page that cannot be had from the server in time
 * is answered with that build's shell, which then opens what IndexedDB keeps.
 *
 * - Pages come from the network whenever it has them, so a deploy is seen at the next page that is opened.
 * - Scripts and styles are named by their content and kept by build, all of a build or nothing of it. A page that was
 *   opened before a deploy still finds the rest of its own build here; nothing of two builds is ever mixed.
 * - A new worker takes over at once. Pages of the former build ask it whether they are current, and tell the person.
 */
import { ASSETS, BUILD_ID } from './build-contents.ts'
import { ALL_SHELLS, isAway, isKeptWhenUsed, patienceMs, planFor, shellFor } from './page-plan.ts'

declare const self: ServiceWorkerGlobalScope

const PREFIX = 'dure-build-'
const CACHE = `${PREFIX}${BUILD_ID}`
/** Builds kept for pages that were opened before the present one: two deploys while a tab stays open. */
const FORMER_BUILDS = 2

self.addEventListener('install', (event) => event.waitUntil(keepBuild().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', (event) => {
  const { data } = event
  // `scripts`: paths of the asking page's. Whoever runs one that is not of this build is of another.
  if (Array.isArray(data?.scripts)) {
    event.ports[0]?.postMessage({
      current: data.scripts.every((path: unknown) => ASSETS.some((each) => each === path)),
    })
  }
})
self.addEventListener('fetch', (event) => {
  switch (planFor(event.request, self.location.origin)) {
    case 'page':
      event.respondWith(page(event))
      break
    case 'asset':
      event.respondWith(asset(event.request))
      break
    case 'untouched':
      break
  }
})

/** @throws when anything of it cannot be had: then the former build stays, and the browser tries again later. */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all([
    ...ASSETS.map((path) => keepAsset(cache, path)),
    ...ALL_SHELLS.map((path) => keepShell(cache, path)),
  ])
}

async function keepAsset(cache: Cache, path: string): Promise<void> {
  const response = (await caches.match(path)) ?? (await fetch(path))
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  await cache.put(path, response)
}

/** Without credentials and past every cache: it is nobody's, and of this build. */
async function keepShell(cache: Cache, path: string): Promise<void> {
  const response = await fetch(path, { cache: 'no-store', credentials: 'omit', redirect: 'error' })
  const html = await response.clone().text()
  // While a deploy is under way, another server may still answer with the former build's.
  if (!response.ok || !html.includes(BUILD_ID)) throw new Error(`${path}: ${response.status}, not of this build`)
  await cache.put(path, response)
}

async function takeOver(): Promise<void> {
  // Where it exists: the page is asked for while this worker starts.
  await self.registration.navigationPreload?.enable()
  const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  // In the order they were made.
  for (const name of builds.slice(0, Math.max(0, builds.length - FORMER_BUILDS))) await caches.delete(name)
  await self.clients.claim()
}

async function page(event: FetchEvent): Promise<Response> {
  const { promise: patience, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), patienceMs(event.request.url))
  const answered = fromNetwork(event)
  // When it fails after the shell was shown, nobody waits for it any more.
  answered.catch(() => {})
  try {
    const response = await Promise.race([answered, patience])
    if (response && !isAway(response.status)) return response
    return (await shell()) ?? response ?? (await answered)
  } catch {
    return (await shell()) ?? Response.error()
  } finally {
    clearTimeout(timer)
  }
}

async function fromNetwork(event: FetchEvent): Promise<Response> {
  const preloaded: unknown = await event.preloadResponse
  return preloaded instanceof Response ? preloaded : fetch(event.request)
}

async function shell(): Promise<Response | undefined> {
  const path = shellFor({
    languageCookie: await cookie('dure-language'),
    themeCookie: await cookie('dure-theme'),
    languages: navigator.languages,
  })
  const cache = await caches.open(CACHE)
  // `Vary` names headers that only Next's own requests have.
  return cache.match(path, { ignoreVary: true })
}

async function cookie(name: string): Promise<string | undefined> {
  if (!('cookieStore' in self)) return undefined
  return (await self.cookieStore.get(name))?.value
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok && isKeptWhenUsed(request.url)) {
    const cache = await caches.open(CACHE)
    await cache.put(request, response.clone())
  }
  return response
}
