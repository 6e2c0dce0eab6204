/** What events say about who this person is and what they may do. What does not parse says nothing. */
import { parseRole, type Role, type ServerEvent } from '@dure/protocol'

/** Who the server says this person is. */
export interface Self {
  readonly userId: string
  readonly displayName: string
}

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> => typeof raw === 'object' && raw !== null

/** The role that `role` and `identity` bring. */
export function roleIn({ name, body }: ServerEvent): Role | undefined {
  if (name !== 'role' && name !== 'identity') return undefined
  return isObject(body) ? parseRole(body['role']) : undefined
}

export function identityIn({ name, body }: ServerEvent): Self | undefined {
  if (name !== 'identity' || !isObject(body)) return undefined
  const { userId, displayName } = body
  return typeof userId === 'string' && typeof displayName === 'string' ? { userId, displayName } : undefined
}
