/** The roles of a workspace that can be given, and what each is called. */
import type { ChangeMember } from '@dure/api'
import type { WorkspaceRole } from '@dure/protocol'
import type { PlainKey } from '../language/translate.ts'

export type GivenMemberRole = NonNullable<ChangeMember['role']>

export const MEMBER_ROLES: readonly GivenMemberRole[] = ['admin', 'member', 'guest']

export const parseMemberRole = (raw: string): GivenMemberRole | undefined => MEMBER_ROLES.find((role) => role === raw)

export const memberRoleWords = (role: WorkspaceRole): PlainKey => `members.role.${role}`
