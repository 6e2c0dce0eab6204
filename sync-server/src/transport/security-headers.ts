/**
 * What every answer of the public port says to a browser. Whoever answers may say something else, as the web does with a
 * policy for each page.
 */
import type { ServerResponse } from 'node:http'

const FOR_ALL: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // A document's address is its key for whoever has the link: never tell it to other sites.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

/** A year, once it came by TLS. Not for the names below it: those are somebody else's to decide. */
const HSTS = 'max-age=31536000'

/** Of what is no page: should a browser ever show it as one, nothing in it runs or loads. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function setSecurityHeaders(response: ServerResponse, secure: boolean): void {
  for (const [name, value] of Object.entries(FOR_ALL)) response.setHeader(name, value)
  if (secure) response.setHeader('strict-transport-security', HSTS)
}

export function setNoPage(response: ServerResponse): void {
  response.setHeader('content-security-policy', NO_PAGE)
}
