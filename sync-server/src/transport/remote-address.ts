/** Where a request really comes from, and whether its page is ours, behind proxies that the operator named. */
import type { IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'

export interface RequestOrigin {
  /** The client's address: the first hop that is not a trusted proxy. */
  address(request: IncomingMessage): string
  /** False when a browser sent the request from another site's page. */
  isOurs(request: IncomingMessage): boolean
}

/** @param trustedProxies Addresses, CIDR ranges or `loopback`, `linklocal`, `uniquelocal`. */
export function createRequestOrigin(
  trustedProxies: readonly string[],
  allowedOrigins: readonly string[],
): RequestOrigin {
  const isTrusted = proxyAddr.compile([...trustedProxies])
  const allowed = new Set(allowedOrigins)
  const isFromProxy = (request: IncomingMessage): boolean => isTrusted(request.socket.remoteAddress ?? '', 0)
  return {
    address: (request) => proxyAddr(request, isTrusted),
    isOurs: (request) => {
      const { origin } = request.headers
      // Only browsers send an Origin, and always with a WebSocket: a program is not another site's page.
      if (origin === undefined || allowed.has(origin)) return true
      const forwarded = isFromProxy(request) ? firstOf(request.headers['x-forwarded-host']) : undefined
      const host = forwarded ?? request.headers.host
      return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
    },
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  const value = Array.isArray(header) ? header[0] : header
  return value?.split(',')[0]?.trim()
}
