/**
 * Who may do what with a document. Pure, and the only place that decides it: a sync session, the API and whatever else
 * lets people near a document load the facts and ask here. What each role may do is a table of the protocol
 * (`rights-table.ts`), for the interface to read too; whose role is which is decided here.
 *
 * A person's role on a document is the highest of what each of these gives:
 * - they own it: `owner`;
 * - they were given a role by name, on the document or on the nearest page above it that names them; to own a page above
 *   is to be named `editor` there;
 * - its general access: `workspace` gives everyone who works in the workspace (its guests do not) a role, `link`
 *   anyone at all. `inherit` takes that of the nearest page above that says something itself.
 *
 * Being owner or admin of the workspace gives nothing here: what somebody keeps to themselves stays so. What is in the
 * bin is open to nobody: it is brought back first.
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
  /** Whether it is theirs. */
  readonly owned: boolean
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
  return facts.deleted ? undefined : roleOutOfBin(facts, person)
}

/** Their role once the document is out of the bin: who is told that it is there. */
export function roleOutOfBin(facts: RightsFacts, person: UserId | undefined): Role | undefined {
  const isOwner = person !== undefined && person === facts.ownerId
  const given = person === undefined ? undefined : facts.levels.map(named).find((role) => role !== undefined)
  return highest([isOwner ? 'owner' : undefined, given, generalRole(facts, person)])
}

/** Whoever owns a page works on what others put under it, but does not own that. */
const named = ({ granted, owned }: RightsLevel): Role | undefined => (owned ? 'editor' : granted)

/** Whether somebody named here, or above, is named: then everything under the document is for them, unless it says otherwise. */
export const isNamed = ({ levels }: RightsFacts): boolean => levels.some((level) => named(level) !== undefined)

/** Whether a person may move the document to the bin: whose it is, or whose page it lies under. */
export const mayBin = (facts: RightsFacts, person: UserId): boolean =>
  !facts.deleted && (person === facts.ownerId || facts.levels.some(({ owned }) => owned))

/** Whom the document lets in besides those it names, and as what: its own word, or that of the nearest page above. */
export function generalAccessOf({ levels }: Pick<RightsFacts, 'levels'>): {
  readonly reach: Reach
  readonly role: Role
} {
  const level = levels.find((each) => each.reach !== 'inherit')
  return level && level.reach !== 'inherit'
    ? { reach: level.reach, role: level.reachRole }
    : { reach: 'restricted', role: 'viewer' }
}

/**
 * Whether a person may put a page elsewhere. They write on it, and on what it goes under; and they write on what it
 * lies under, or it is theirs. To the top, where it is for those it names, only its owner takes it.
 */
export interface MoveRights {
  readonly page: Role | undefined
  /** Of the page it lies under; null at the top. */
  readonly from: Role | null | undefined
  /** Of the page it goes under; null for the top. */
  readonly to: Role | null | undefined
  /** Among the same siblings. */
  readonly stays: boolean
}

export function mayMove({ page, from, to, stays }: MoveRights): boolean {
  if (!may(page, 'write')) return false
  if (stays) return from === null || may(from, 'write') || page === 'owner'
  const mayLeave = from === null || may(from, 'write') || page === 'owner'
  return mayLeave && (to === null ? page === 'owner' : may(to, 'write'))
}

function generalRole({ levels, workspaceRole }: RightsFacts, person: UserId | undefined): Role | undefined {
  const { reach, role } = generalAccessOf({ levels })
  if (reach === 'link') return role
  return reach === 'workspace' && person !== undefined && worksIn(workspaceRole) ? role : undefined
}

/** Everybody of a workspace but its guests. */
export const worksIn = (role: WorkspaceRole | undefined): boolean => role !== undefined && role !== 'guest'

/** Roles are ordered: each may do all that the ones after it may. */
function highest(roles: readonly (Role | undefined)[]): Role | undefined {
  return ROLES.find((role) => roles.includes(role))
}

/** Whether `giver` may give `given` to somebody, or take it: nobody gives more than they have. */
export const mayGive = (giver: Role, given: Role): boolean =>
  may(giver, 'share') && given !== 'owner' && ROLES.indexOf(giver) <= ROLES.indexOf(given)
