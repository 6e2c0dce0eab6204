/** Keeps a preference in a cookie, so that the next page comes from the server as the person likes it. */

/** A year; browsers cut longer ones to 400 days anyway. */
const KEEP_SECONDS = 365 * 24 * 60 * 60

/** @param value Must need no escaping; all of ours are short words. */
export function rememberInCookie(name: string, value: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: reason: the Cookie Store API is not in every browser we support
  document.cookie = `${name}=${value}; path=/; max-age=${KEEP_SECONDS}; samesite=lax${secure}`
}
