import { newUserId, REACHES, type Reach, ROLES, type Role, WORKSPACE_ROLES, type WorkspaceRole } from '@dure/protocol'
import { describe, expect, test } from 'vitest'
import {
  ACTIONS,
  may,
  mayBin,
  mayGive,
  mayInWorkspace,
  mayMove,
  type RightsFacts,
  type RightsLevel,
  roleOn,
  roleOutOfBin,
  WORKSPACE_ACTIONS,
} from './rights.ts'

const [alice, bob] = [newUserId(), newUserId()]
const level = (reach: Reach | 'inherit', reachRole: Role = 'viewer', granted?: Role, owned = false): RightsLevel => ({
  reach,
  reachRole,
  granted,
  owned,
})
const facts = (levels: readonly RightsLevel[], workspaceRole?: WorkspaceRole): RightsFacts => ({
  ownerId: alice,
  deleted: false,
  levels,
  workspaceRole,
})

test('[DU6] each role may do exactly what its row says', () => {
  const table = Object.fromEntries(ROLES.map((role) => [role, ACTIONS.filter((action) => may(role, action))]))
  expect(table).toEqual({
    owner: ['read', 'comment', 'write', 'share', 'remove'],
    editor: ['read', 'comment', 'write', 'share'],
    commenter: ['read', 'comment'],
    viewer: ['read'],
  })
  expect(ACTIONS.filter((action) => may(undefined, action))).toEqual([])
})

describe('[DU6] the role of', () => {
  // reach × what somebody is in the workspace × the role general access gives.
  const everyRow = REACHES.flatMap((reach) =>
    [...WORKSPACE_ROLES, undefined].flatMap((workspaceRole) =>
      ROLES.filter((role) => role !== 'owner').map((reachRole) => ({ reach, workspaceRole, reachRole })),
    ),
  )

  test.each(everyRow)('a person who is $workspaceRole of the workspace, general access $reach as $reachRole', (row) => {
    const { reach, workspaceRole, reachRole } = row
    const worksHere = workspaceRole !== undefined && workspaceRole !== 'guest'
    const letsIn = reach === 'link' || (reach === 'workspace' && worksHere)
    const role = roleOn(facts([level(reach, reachRole)], workspaceRole), bob)
    expect(role).toBe(letsIn ? reachRole : undefined)
  })

  test.each(REACHES)('somebody without an account, general access %s', (reach) => {
    expect(roleOn(facts([level(reach, 'editor')]), undefined)).toBe(reach === 'link' ? 'editor' : undefined)
  })

  // A role by name × general access by link: the higher counts.
  test.each(
    ROLES.flatMap((granted) => ROLES.filter((role) => role !== 'owner').map((reachRole) => ({ granted, reachRole }))),
  )('a person named $granted on a document that anyone may open as $reachRole', ({ granted, reachRole }) => {
    const higher = ROLES.indexOf(granted) < ROLES.indexOf(reachRole) ? granted : reachRole
    expect(roleOn(facts([level('link', reachRole, granted)]), bob)).toBe(higher)
  })

  test('its owner is owner, whatever else is said', () => {
    for (const reach of REACHES) expect(roleOn(facts([level(reach, 'viewer', 'viewer')]), alice)).toBe('owner')
  })

  test('nobody, once it is in the bin; out of it, it is what it was', () => {
    const binned = { ...facts([level('link', 'editor', 'editor')], 'owner'), deleted: true }
    for (const person of [alice, bob, undefined]) expect(roleOn(binned, person)).toBeUndefined()
    expect([alice, bob, undefined].map((person) => roleOutOfBin(binned, person))).toEqual(['owner', 'editor', 'editor'])
  })

  test('whoever owns a page above: editor, unless a nearer page names them', () => {
    const above = level('restricted', 'viewer', undefined, true)
    expect(roleOn(facts([level('restricted'), above]), bob)).toBe('editor')
    expect(roleOn(facts([level('restricted', 'viewer', 'viewer'), above]), bob)).toBe('viewer')
    expect(roleOn(facts([level('restricted'), above]), undefined)).toBeUndefined()
  })

  test('somebody named on a page above: the nearest page that names them counts', () => {
    const near = facts([
      level('restricted'),
      level('restricted', 'viewer', 'viewer'),
      level('restricted', 'viewer', 'editor'),
    ])
    expect(roleOn(near, bob)).toBe('viewer')
    expect(roleOn(facts([level('restricted'), level('link', 'editor')]), bob)).toBeUndefined()
  })

  test('anyone, where the document inherits general access: that of the nearest page that says something', () => {
    const chain = [level('inherit', 'editor'), level('link', 'commenter'), level('restricted')]
    expect(roleOn(facts(chain), undefined)).toBe('commenter')
    expect(roleOn(facts([level('inherit', 'editor')]), undefined)).toBeUndefined()
  })

  test('nobody, where a document belongs to nobody', () => {
    const orphan = { ...facts([level('restricted')], 'owner'), ownerId: undefined }
    expect(roleOn(orphan, undefined)).toBeUndefined()
    expect(roleOn(orphan, alice)).toBeUndefined()
  })
})

test('[DU6] to the bin: whose it is, and whose page it lies under; nobody else, and nothing that is there already', () => {
  const editor = facts([level('link', 'editor', 'editor')], 'owner')
  expect([alice, bob].map((person) => mayBin(editor, person))).toEqual([true, false])
  const under = facts([level('inherit'), level('restricted', 'viewer', undefined, true)])
  expect(mayBin(under, bob)).toBe(true)
  expect(mayBin({ ...under, deleted: true }, bob)).toBe(false)
})

describe('[DU6] a page is moved by', () => {
  const somebody: readonly (Role | undefined)[] = [...ROLES, undefined]
  const writes = (role: Role | undefined) => role === 'owner' || role === 'editor'
  const rows = somebody.flatMap((page) =>
    [...somebody, null].flatMap((from) => [...somebody, null].map((to) => ({ page, from, to }))),
  )
  test.each(rows)('its $page, $from where it lies, $to where it goes', ({ page, from, to }) => {
    const leaves = from === null || writes(from ?? undefined) || page === 'owner'
    const arrives = to === null ? page === 'owner' : writes(to ?? undefined)
    expect(mayMove({ page, from, to, stays: false })).toBe(writes(page) && leaves && arrives)
    // Among its siblings.
    expect(mayMove({ page, from, to: from, stays: true })).toBe(writes(page) && leaves)
  })
})

test('[DU6] nobody gives more than they have, and nobody gives ownership away like a role', () => {
  const table = Object.fromEntries(ROLES.map((giver) => [giver, ROLES.filter((given) => mayGive(giver, given))]))
  expect(table).toEqual({
    owner: ['editor', 'commenter', 'viewer'],
    editor: ['editor', 'commenter', 'viewer'],
    commenter: [],
    viewer: [],
  })
})

test('[DU6] each role of a workspace may do exactly what its row says', () => {
  const table = Object.fromEntries(
    WORKSPACE_ROLES.map((role) => [role, WORKSPACE_ACTIONS.filter((action) => mayInWorkspace(role, action))]),
  )
  expect(table).toEqual({
    owner: [...WORKSPACE_ACTIONS],
    admin: [...WORKSPACE_ACTIONS],
    member: ['create-documents', 'see-members'],
    guest: [],
  })
  expect(WORKSPACE_ACTIONS.filter((action) => mayInWorkspace(undefined, action))).toEqual([])
})
