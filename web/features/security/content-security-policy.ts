/** What a page of Dure may load and run. */
import { EMBED_ORIGINS } from '../document/blocks/embed-sites.ts'

/** 128 random bits: nobody can guess the nonce of a request. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

/**
 * @param development Hot reload evaluates code and writes style elements; a built page does neither.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const rules: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
    'style-src': development ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    // Popups are placed, and people coloured, by style attributes. They can restyle an element, not run anything.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    // What is shown of a video before it is on the server.
    'media-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    // The page's own origin includes its WebSocket.
    'connect-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    // Our own frame for diagrams, and what people embed: see the list.
    'frame-src': ["'self'", ...EMBED_ORIGINS],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(rules)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
