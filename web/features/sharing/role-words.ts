/** The roles that are offered, and what each is called. */
import type { GivenRole } from '@dure/api'
import type { Role } from '@dure/protocol'
import type { PlainKey } from '../language/translate.ts'

/** Commenting gives nothing yet that viewing does not, so it is only offered where somebody has it. */
const OFFERED: readonly GivenRole[] = ['editor', 'viewer']

export const offeredRoles = (present: Role): readonly GivenRole[] =>
  present === 'commenter' ? ['editor', 'commenter', 'viewer'] : OFFERED

export const parseGivenRole = (raw: string): GivenRole | undefined =>
  raw === 'editor' || raw === 'commenter' || raw === 'viewer' ? raw : undefined

export const roleWords = (role: Role): PlainKey => `share.role.${role}`
