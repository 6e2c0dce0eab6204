/**
 * What happens to a request before its page is drawn.
 *
 * - It gets a content security policy of its own: only scripts that carry this request's nonce run, so text that found
 *   its way into a page as markup stays text. Next puts the nonce on its own scripts.
 * - While the API does not answer, a page that needs it is answered 503 with words about that, so that proxies, monitors
 *   and the service worker know.
 * - The offline shell is drawn for its address, not for who asks: nothing of a person is kept with it.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { apiAnswers } from './features/api/api-answers.ts'
import { shellCookies } from './features/offline/shell-address.ts'
import { contentSecurityPolicy, newNonce } from './features/security/content-security-policy.ts'

/** When a client may try again. A restart takes about as long. */
const RETRY_AFTER_SECONDS = '5'

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = newNonce()
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const { pathname, searchParams } = request.nextUrl
  if (pathname === '/shell') headers.set('cookie', shellCookies(searchParams))
  if (needsApi(pathname) && !(await apiAnswers())) return unreachable(request)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

const needsApi = (pathname: string): boolean =>
  /^\/(?:$|(?:audit|d|join|members|reset|settings|setup|sign-in)(?:\/|$))/.test(pathname)

/**
 * The page that says so, with a status of its own: Next has none for a page but 200 and 404, so we ask ourselves for it.
 * What goes from page to page without a new one gets no words, and its page then asks here for a whole one.
 */
async function unreachable(request: NextRequest): Promise<NextResponse> {
  const headers = new Headers({ 'retry-after': RETRY_AFTER_SECONDS, 'cache-control': 'no-store' })
  if (request.headers.has('rsc')) return new NextResponse(null, { status: 503, headers })
  const asked = new Headers()
  for (const name of ['cookie', 'accept-language']) asked.set(name, request.headers.get(name) ?? '')
  const page = await fetch(`http://127.0.0.1:${request.nextUrl.port}/unreachable`, { headers: asked })
  for (const name of ['content-type', 'content-security-policy']) headers.set(name, page.headers.get(name) ?? '')
  return new NextResponse(page.body, { status: 503, headers })
}

export const config = {
  // Static files are no pages; prefetches take the policy of the page that makes them.
  matcher: [
    {
      source: '/((?!_next/static|_next/image|icon.svg|service-worker|diagram/|emoji/).*)',
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'purpose', value: 'prefetch' },
      ],
    },
  ],
}
