/**
 * Who may do what with a document. Pure, and the only place that decides it: a sync session, the API and whatever else
 * lets people near a document load the facts and ask here.
 *
 * A person's role on a document is the highest of what each of these gives:
 * - they own it: `owner`;
 * - they were given a role by name, on the document or on the nearest page above it that names them;
 * - its general access: `workspace` gives everyone who works in the workspace (its guests do not) a role, `link`
 *   anyone at all. `inherit` takes that of the nearest page above that says something itself.
 *
 * Being owner or admin of the workspace gives nothing here: what somebody keeps to themselves stays so. What is in the
 * bin is for its owner alone.
 */
import { type Reach, ROLES, type Role, type UserId, type WorkspaceRole } from '@dure/protocol'

export type Action = 'read' | 'comment' | 'write' | 'share' | 'remove'
export const ACTIONS: readonly Action[] = ['read', 'comment', 'write', 'share', 'remove']

const ROLE_MAY: Readonly<Record<Role, ReadonlySet<Action>>> = {
  viewer: new Set(['read']),
  commenter: new Set(['read', 'comment']),
  editor: new Set(['read', 'comment', 'write', 'share']),
  owner: new Set(['read', 'comment', 'write', 'share', 'remove']),
}

/** The role × action table. */
export const may = (role: Role | undefined, action: Action): boolean => role !== undefined && ROLE_MAY[role].has(action)

/** A document, or a page above it, as far as rights go. */
export interface RightsLevel {
  readonly reach: Reach | 'inherit'
  readonly reachRole: Role
  /** The role the person in question was given by name here. */
  readonly granted: Role | undefined
}

export interface RightsFacts {
  readonly ownerId: UserId | undefined
  readonly deleted: boolean
  /** The document first, then the pages above it. */
  readonly levels: readonly RightsLevel[]
  /** What the person in question is in the document's workspace. */
  readonly workspaceRole: WorkspaceRole | undefined
}

/**
 * The role of a person, or of somebody without an account, on a document; undefined when they may not open it.
 * @param person Undefined for somebody without an account.
 */
export function roleOn(facts: RightsFacts, person: UserId | undefined): Role | undefined {
  const isOwner = person !== undefined && person === facts.ownerId
  if (facts.deleted) return isOwner ? 'owner' : undefined
  const given = person === undefined ? undefined : facts.levels.find((level) => level.granted)?.granted
  return highest([isOwner ? 'owner' : undefined, given, generalRole(facts, person)])
}

function generalRole({ levels, workspaceRole }: RightsFacts, person: UserId | undefined): Role | undefined {
  const level = levels.find((each) => each.reach !== 'inherit')
  if (level?.reach === 'link') return level.reachRole
  const worksHere = person !== undefined && workspaceRole !== undefined && workspaceRole !== 'guest'
  return level?.reach === 'workspace' && worksHere ? level.reachRole : undefined
}

/** Roles are ordered: each may do all that the ones after it may. */
function highest(roles: readonly (Role | undefined)[]): Role | undefined {
  return ROLES.find((role) => roles.includes(role))
}

/** Whether `giver` may give `given` to somebody, or take it: nobody gives more than they have. */
export const mayGive = (giver: Role, given: Role): boolean =>
  may(giver, 'share') && given !== 'owner' && ROLES.indexOf(giver) <= ROLES.indexOf(given)

// ── the workspace ───────────────────────────────────────────────────────────────────────────────────────────────────

export type WorkspaceAction = 'create-documents' | 'see-members' | 'invite' | 'manage-members' | 'read-audit'
export const WORKSPACE_ACTIONS: readonly WorkspaceAction[] = [
  'create-documents',
  'see-members',
  'invite',
  'manage-members',
  'read-audit',
]

const WORKSPACE_ROLE_MAY: Readonly<Record<WorkspaceRole, ReadonlySet<WorkspaceAction>>> = {
  guest: new Set(),
  member: new Set(['create-documents', 'see-members']),
  admin: new Set(['create-documents', 'see-members', 'invite', 'manage-members', 'read-audit']),
  owner: new Set(['create-documents', 'see-members', 'invite', 'manage-members', 'read-audit']),
}

export const mayInWorkspace = (role: WorkspaceRole | undefined, action: WorkspaceAction): boolean =>
  role !== undefined && WORKSPACE_ROLE_MAY[role].has(action)
