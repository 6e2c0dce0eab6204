/**
 * Who may do what with a document. Pure, and the only place that decides it: a sync session, the API and whatever else
 * lets people near a document load the facts and ask here. What each role may do is a table of the protocol
 * (`rights-table.ts`), for the interface to read too; whose role is which is decided here.
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
import { may, type Reach, ROLES, type Role, type UserId, type WorkspaceRole } from '@dure/protocol'

export {
  ACTIONS,
  type Action,
  may,
  mayInWorkspace,
  WORKSPACE_ACTIONS,
  type WorkspaceAction,
} from '@dure/protocol'

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
