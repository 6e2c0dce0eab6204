/**
 * What each role may do: with a document, and in a workspace. Whose role is which is decided by the server alone
 * (`sync-server/src/rights`); the interface and the documentation read here what it means.
 */
import { ROLES, type Role, WORKSPACE_ROLES, type WorkspaceRole } from './role.ts'

export const ACTIONS = ['read', 'comment', 'write', 'share', 'remove'] as const
/** What may be done with a document. */
export type Action = (typeof ACTIONS)[number]

const ROLE_MAY: Readonly<Record<Role, ReadonlySet<Action>>> = {
  viewer: new Set(['read']),
  commenter: new Set(['read', 'comment']),
  editor: new Set(['read', 'comment', 'write', 'share']),
  owner: new Set(['read', 'comment', 'write', 'share', 'remove']),
}

/** The role × action table. */
export const may = (role: Role | undefined, action: Action): boolean => role !== undefined && ROLE_MAY[role].has(action)

/** The roles that may, the highest first. */
export const rolesThatMay = (action: Action): readonly Role[] => ROLES.filter((role) => may(role, action))

export const WORKSPACE_ACTIONS = ['create-documents', 'see-members', 'invite', 'manage-members', 'read-audit'] as const
/** What may be done in a workspace. */
export type WorkspaceAction = (typeof WORKSPACE_ACTIONS)[number]

const WORKSPACE_ROLE_MAY: Readonly<Record<WorkspaceRole, ReadonlySet<WorkspaceAction>>> = {
  guest: new Set(),
  member: new Set(['create-documents', 'see-members']),
  admin: new Set(['create-documents', 'see-members', 'invite', 'manage-members', 'read-audit']),
  owner: new Set(['create-documents', 'see-members', 'invite', 'manage-members', 'read-audit']),
}

export const mayInWorkspace = (role: WorkspaceRole | undefined, action: WorkspaceAction): boolean =>
  role !== undefined && WORKSPACE_ROLE_MAY[role].has(action)

/** The roles that may, the highest first. */
export const workspaceRolesThatMay = (action: WorkspaceAction): readonly WorkspaceRole[] =>
  WORKSPACE_ROLES.filter((role) => mayInWorkspace(role, action))
