/** The cookie of a signed-in browser, in better-auth's form: `<token>.<base64 HMAC-SHA-256 of the token>`, escaped. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The cookie that says which browser this is. */
export const SESSION_COOKIE = 'dure.session_token'

/** More cookies of one name than a browser would ever send: the rest is not looked at. */
const MAX_LOOKED_AT = 4

/**
 * The token of the first such cookie that is really ours.
 * `none`: there is no such cookie. `forged`: there is, and its signature is wrong.
 */
export function sessionTokenIn(
  header: string | undefined,
  secret: string,
): { readonly token: string } | 'none' | 'forged' {
  const values = cookiesNamed(SESSION_COOKIE, header).slice(0, MAX_LOOKED_AT)
  for (const value of values) {
    const token = tokenOf(value, secret)
    if (token !== undefined) return { token }
  }
  return values.length > 0 ? 'forged' : 'none'
}

/** What `sessionTokenIn` takes for a cookie of ours. */
export const signedToken = (token: string, secret: string): string =>
  encodeURIComponent(`${token}.${signatureOf(token, secret).toString('base64')}`)

const signatureOf = (token: string, secret: string): Buffer => createHmac('sha256', secret).update(token).digest()

/** The first cookie of that name. */
export const cookieIn = (header: string | undefined, name: string): string | undefined => cookiesNamed(name, header)[0]

function tokenOf(escaped: string, secret: string): string | undefined {
  const value = unescaped(escaped)
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const said = Buffer.from(value.slice(dot + 1), 'base64')
  const right = signatureOf(token, secret)
  return said.length === right.length && timingSafeEqual(said, right) ? token : undefined
}

function cookiesNamed(name: string, header: string | undefined): string[] {
  if (header === undefined) return []
  return header.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    const isIt = equals >= 0 && pair.slice(0, equals).trim() === name
    const value = isIt ? pair.slice(equals + 1).trim() : ''
    return value === '' ? [] : [value]
  })
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
