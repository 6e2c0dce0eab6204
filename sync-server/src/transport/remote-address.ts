/** Where a request really comes from, and whether its page is ours, behind proxies that the operator named. */
import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import proxyAddr from 'proxy-addr'
import { addressBlock } from './address-block.ts'
import { createHostCheck } from './allowed-hosts.ts'

export interface RequestOrigin {
  /** The client's address, the first hop that is not a trusted proxy; of IPv6 its network (`address-block.ts`). */
  address(request: IncomingMessage): string
  /** Whose a socket is before it has said anything; undefined for a trusted proxy's, which brings many people's requests. */
  peer(remoteAddress: string | undefined): string | undefined
  /** The name and port that the client reached us at, as it says. */
  host(request: IncomingMessage): string | undefined
  /** Whether the client reached us (or the proxy before us) by TLS. */
  isSecure(request: IncomingMessage): boolean
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
    peer: (remoteAddress = '') => (isTrusted(remoteAddress, 0) ? undefined : addressBlock(remoteAddress)),
    host: (request) => hostOf(request)?.toLowerCase(),
    isForUs: (request) => {
      const host = hostOf(request)
      // A browser always says it.
      return host === undefined || isOurHost(host)
    },
    isSecure: (request) => {
      if (request.socket instanceof TLSSocket) return true
      // A browser says so itself, where the proxy is not one we were told of.
      if (request.headers.origin?.startsWith('https://')) return true
      return isFromProxy(request) && firstOf(request.headers['x-forwarded-proto']) === 'https'
    },
    isOurs: (request) => {
      const { origin } = request.headers
      // Set by browsers alone, and by no page: there may be no Origin where a proxy or a privacy tool took it away.
      if (origin === undefined && request.headers['sec-fetch-site'] === 'cross-site') return false
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
