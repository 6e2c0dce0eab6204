/** `/api/session/oidc`: to another provider and back. A browser is sent here and there, so every answer is a page. */
import { accountOperations, sessionOperations } from '@dure/api/description'
import type { IdentityProvider } from '../auth/identity-provider.ts'
import { cookieIn } from '../auth/session-cookie.ts'
import { PROVIDER_MINUTES } from '../limits.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import type { ApiContext } from './request.ts'
import { lastWayIn } from './security-routes.ts'
import type { Serve } from './serve.ts'

/** Says which journey this browser is on. */
const JOURNEY_COOKIE = 'dure.provider'
const HOME = '/'
const SETTINGS = '/settings'

export function serveProvider(serve: Serve, { provider, logger, signInTries }: ApiDeps, entry: Entry): void {
  serve(sessionOperations.startProvider, async ({ context, caller, address, query: { next, connect } }) => {
    if (isPreload(context)) return context.body(null, 204)
    if (!provider) return trouble(context, 'none')
    comesByPublicUrl(context, provider.identity)
    if (signInTries.byAddress.try(address) > 0) return trouble(context, 'too-many-tries')
    const person = connect && caller.kind === 'person' && caller.credential.kind === 'sign-in' ? caller : undefined
    if (connect && !person) return context.redirect(`/sign-in?next=${encodeURIComponent(SETTINGS)}`, 302)
    const journey = { next: person ? SETTINGS : pathOf(next), connect: person?.userId }
    const begun = await provider.identity.begin(journey)
    if (!begun) return trouble(context, 'unreachable', journey.next)
    setJourney(context, begun.state, PROVIDER_MINUTES * 60)
    return context.redirect(begun.url.href, 302)
  })

  serve(sessionOperations.finishProvider, async ({ context, caller, address }) => {
    if (isPreload(context)) return context.body(null, 204)
    const state = cookieIn(context.req.header('cookie'), JOURNEY_COOKIE)
    if (!provider) return trouble(context, 'none')
    comesByPublicUrl(context, provider.identity)
    setJourney(context, '', 0)
    if (signInTries.byAddress.try(address) > 0) return trouble(context, 'too-many-tries')
    const returned = await provider.identity.finish(new URL(context.req.url).searchParams, state)
    if (returned.kind === 'failed') return trouble(context, returned.trouble)
    const { identity, journey } = returned
    // Whoever began to connect is still who is signed in here.
    if (journey.connect !== undefined && (caller.kind !== 'person' || caller.userId !== journey.connect)) {
      return trouble(context, 'expired', journey.next)
    }
    try {
      const outcome = await provider.accounts.personFor(identity, journey.connect, address)
      if (outcome.kind === 'refused') {
        await entry.refused(context, outcome.id, `provider: ${outcome.trouble}`)
        if (journey.connect !== undefined) return context.redirect(`${SETTINGS}?trouble=${outcome.trouble}`, 302)
        return trouble(context, outcome.trouble, journey.next)
      }
      if (journey.connect === undefined) await entry.admit(context, outcome.id, 'provider')
      return context.redirect(journey.next, 302)
    } catch (error) {
      logger.warn({ err: error }, 'signing in by the other provider failed here')
      return trouble(context, 'failed', journey.next)
    }
  })

  serve(accountOperations.disconnectProvider, async ({ caller, address }) => {
    const outcome = provider ? await provider.accounts.disconnect(caller.userId, address) : 'not-connected'
    if (outcome === 'last') throw lastWayIn()
    if (outcome === 'not-connected') {
      throw new ApiFault(409, 'no-provider', 'Your account is connected to no other provider.')
    }
    return undefined
  })
}

/**
 * A browser with our service worker asks for a page twice, once while the worker wakes; the worker takes no answer for
 * this path. What is taken once must not be taken by that.
 */
const isPreload = (context: ApiContext): boolean =>
  context.req.header('service-worker-navigation-preload') !== undefined

/**
 * Who goes there and back comes by `DURE_PUBLIC_URL`, whatever a proxy that nobody told us of leaves unsaid: a browser says
 * where it is when it writes, not when it is sent to a page.
 */
function comesByPublicUrl(context: ApiContext, { settings }: IdentityProvider): void {
  if (settings.publicUrl.startsWith('https:')) context.set('secure', true)
}

/** To the sign-in page, which says it in words. */
function trouble(context: ApiContext, kind: string, next = HOME): Response {
  const onwards = next === HOME ? '' : `&next=${encodeURIComponent(next)}`
  return context.redirect(`/sign-in?trouble=${kind}${onwards}`, 302)
}

/** A path of ours, whatever the address says: `//host` and `/\host` are other sites to a browser. */
const pathOf = (raw: string | undefined): string =>
  raw !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(raw) && !raw.includes('\\') ? raw : HOME

function setJourney(context: ApiContext, state: string, seconds: number): void {
  const secure = context.get('secure') ? '; Secure' : ''
  const attributes = `Max-Age=${seconds}; Path=/api/session/oidc; HttpOnly; SameSite=Lax${secure}`
  context.header('set-cookie', `${JOURNEY_COOKIE}=${state}; ${attributes}`, { append: true })
}
