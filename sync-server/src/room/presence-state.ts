/** One person's presence as they send it, with who they are replaced by who the server knows them to be. */
import { MAX_DISPLAY_NAME_LENGTH } from '@dure/protocol'
import { z } from 'zod'
import type { Identity } from '../auth/identity.ts'

/** What somebody may say of themselves: a colour; a guest also a name, and a mark by which their own tabs know each other. */
const guestSchema = z.object({
  id: z.string().max(80).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .catch(undefined),
})

const stateSchema = z.record(z.string(), z.unknown())

/** The state to relay as JSON, or undefined when `json` is not an object. */
export function stampedState(json: string, identity: Identity): string | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    return undefined
  }
  const state = stateSchema.safeParse(raw)
  if (!state.success) return undefined
  const said = guestSchema.safeParse(state.data['user'])
  const guest = said.success ? said.data : {}
  const colour = guest.color ? { color: guest.color } : {}
  const user = identity.isGuest
    ? {
        // Never that of a person: ids of people have no colon.
        ...(guest.id ? { id: guestPresenceId(guest.id) } : {}),
        name: identity.displayName || cleanName(guest.name ?? ''),
        ...colour,
        guest: true,
      }
    : { id: identity.userId, name: identity.displayName, ...colour }
  return JSON.stringify({ ...state.data, user })
}

/** Said back by stock clients, which echo what they were told of themselves. */
const guestPresenceId = (said: string): string => (said.startsWith('guest:') ? said : `guest:${said}`)

/** A name as it may be shown: one line, no control or direction-changing characters, bounded. */
export function cleanName(raw: string): string {
  return raw
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_DISPLAY_NAME_LENGTH)
}
