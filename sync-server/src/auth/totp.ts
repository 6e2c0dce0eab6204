/** Codes of authenticator apps (RFC 6238): six digits, another every 30 s, by HMAC-SHA-1 as every app knows it. */
import { timingSafeEqual } from 'node:crypto'
import { createOTP } from '@better-auth/utils/otp'

const STEP_MS = 30_000
/** Steps that a clock may be off, each way. */
const TOLERANCE = 1

/**
 * The time step that a code is of; undefined when it is of none that counts.
 * @param after Steps up to this one were used: a code that somebody saw over a shoulder is worth nothing.
 */
export async function stepOf(code: string, secret: string, after: number, nowMs: number): Promise<number | undefined> {
  const now = Math.floor(nowMs / STEP_MS)
  const otp = createOTP(secret)
  let found: number | undefined
  for (let step = now - TOLERANCE; step <= now + TOLERANCE; step += 1) {
    if (sameText(await otp.hotp(step), code) && step > after) found ??= step
  }
  return found
}

/** What an app is given, by hand or by a QR code. */
export function keyFor(secret: string, account: string): { readonly key: string; readonly uri: string } {
  const uri = createOTP(secret).url('Dure', account)
  return { key: new URL(uri).searchParams.get('secret') ?? '', uri }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
