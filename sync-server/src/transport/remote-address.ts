/** Where a request really comes from, and whether its page is ours, behind proxies that the operator named. */
import type { IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'
import { addressBlock } from './address-block.ts'
import { createHostCheck } from './allowed-hosts.ts'

export interface RequestOrigin {
  /** The client's address, the first hop that is not a trusted proxy; of IPv6 its network (`address-block.ts`). */
  address(request: IncomingMessage): string
  /** False when a browser sent the request from another site's page. */
  isOurs(request: IncomingMessage): boolean
  /** False when it was sent to a name that is none of ours (`allowed-hosts.ts`). */
  isForUs(request: IncomingMessage): boolean
}

/**
 * @param trustedProxies Addresses, CIDR ranges or `loopback`, `linklocal`, `uniquelocal`.
 * @param allowedHosts Names of ours besides local ones and those of `allowedOrigins`; `*` for any.
 */
export function createRequestOrigin(
  trustedProxies: readonly string[],
  allowedOrigins: readonly string[],
  allowedHosts: readonly string[],
): RequestOrigin {
  const isTrusted = proxyAddr.compile([...trustedProxies])
  const allowed = new Set(allowedOrigins)
  const isFromProxy = (request: IncomingMessage): boolean => isTrusted(request.socket.remoteAddress ?? '', 0)
  const isOurHost = createHostCheck(allowedHosts, allowedOrigins)
  const hostOf = (request: IncomingMessage): string | undefined =>
    (isFromProxy(request) ? firstOf(request.headers['x-forwarded-host']) : undefined) ?? request.headers.host
  return {
    address: (request) => addressBlock(proxyAddr(request, isTrusted)),
    isForUs: (request) => {
      const host = hostOf(request)
      // A browser always says it.
      return host === undefined || isOurHost(host)
    },
    isOurs: (request) => {
      const { origin } = request.headers
      // Only browsers send an Origin, and always with a WebSocket: a program is not another site's page.
      if (origin === undefined || allowed.has(origin)) return true
      return URL.canParse(origin) && new URL(origin).host === hostOf(request)?.toLowerCase()
    },
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  const value = Array.isArray(header) ? header[0] : header
  return value?.split(',')[0]?.trim()
}
