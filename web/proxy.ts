/**
 * The content security policy, new for every page: only scripts that carry this request's nonce run, so text that
 * found its way into a page as markup stays text. Next puts the nonce on its own scripts.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, newNonce } from './features/security/content-security-policy.ts'

export function proxy(request: NextRequest): NextResponse {
  const nonce = newNonce()
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  // Static files are no pages; prefetches take the policy of the page that makes them.
  matcher: [
    {
      source: '/((?!_next/static|_next/image|icon.svg).*)',
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'purpose', value: 'prefetch' },
      ],
    },
  ],
}
