/** `/api/members`, `/api/invitations`, `/api/join`: the people of the workspace, and how others become some of them. */
import { acceptInvitationSchema, changeMemberSchema, createInvitationSchema, type Workspace } from '@dure/api'
import { parseUserId, type UserId, type WorkspaceId } from '@dure/protocol'
import { Hono } from 'hono'
import type { Person } from '../auth/caller.ts'
import { mayInWorkspace, type WorkspaceAction } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { type ApiContext, type ApiEnvironment, bodyOf, partOf, personIn } from './request.ts'

export function memberRoutes({ accounts, members, signIn }: ApiDeps, entry: Entry): Hono<ApiEnvironment> {
  /** The person and their workspace. @throws ApiFault when they may not do that in it. */
  const allowed = async (
    context: ApiContext,
    action: WorkspaceAction,
  ): Promise<{ readonly person: Person; readonly workspaceId: WorkspaceId }> => {
    const person = personIn(context)
    const workspace: Workspace | undefined = await accounts.workspaceOf(person.userId)
    if (!workspace || !mayInWorkspace(workspace.role, action)) {
      throw new ApiFault(403, 'forbidden', 'That takes another role in the workspace.')
    }
    return { person, workspaceId: workspace.id as WorkspaceId }
  }

  const routes = new Hono<ApiEnvironment>()
  routes.get('/members', async (context) => {
    const { workspaceId } = await allowed(context, 'see-members')
    return context.json({ members: await members.list(workspaceId) })
  })
  routes.all('/members', methodNotAllowed('GET'))
  routes.patch('/members/:id', async (context) => {
    const { person, workspaceId } = await allowed(context, 'manage-members')
    const id = await other(context, person, workspaceId)
    const change = await bodyOf(context, changeMemberSchema)
    await members.change(workspaceId, id, change, person.userId, context.get('address'))
    return context.body(null, 204)
  })
  routes.delete('/members/:id', async (context) => {
    const { person, workspaceId } = await allowed(context, 'manage-members')
    const id = await other(context, person, workspaceId)
    await members.remove(workspaceId, id, person.userId, context.get('address'))
    return context.body(null, 204)
  })
  routes.all('/members/:id', methodNotAllowed('PATCH, DELETE'))

  /** Somebody else of the workspace, and not its owner. */
  const other = async (context: ApiContext, person: Person, workspaceId: WorkspaceId): Promise<UserId> => {
    const id = parseUserId(partOf(context, 'id'))
    const role = id && (await members.roleOf(workspaceId, id))
    if (!role) throw new ApiFault(404, 'unknown-member', 'There is no such member.')
    if (role === 'owner') throw new ApiFault(403, 'forbidden', 'The owner stays as they are.')
    if (id === person.userId) throw new ApiFault(403, 'forbidden', 'Somebody else has to do that to you.')
    return id
  }

  routes.get('/invitations', async (context) => {
    const { workspaceId } = await allowed(context, 'invite')
    return context.json({ invitations: await members.listInvitations(workspaceId) })
  })
  routes.post('/invitations', async (context) => {
    const { person, workspaceId } = await allowed(context, 'invite')
    const { role, email } = await bodyOf(context, createInvitationSchema)
    const wanted = { workspaceId, role, email, document: undefined, by: person.userId }
    const invitation = await members.invite(wanted, context.get('address'))
    if (!invitation) throw tooManyInvitations()
    return context.json(invitation, 201)
  })
  routes.all('/invitations', methodNotAllowed('GET, POST'))
  routes.delete('/invitations/:id', async (context) => {
    const { person, workspaceId } = await allowed(context, 'invite')
    const found = await members.withdraw(workspaceId, partOf(context, 'id'), person.userId, context.get('address'))
    if (!found) throw new ApiFault(404, 'unknown-invitation', 'There is no such invitation.')
    return context.body(null, 204)
  })
  routes.all('/invitations/:id', methodNotAllowed('DELETE'))

  routes.get('/join/:token', async (context) => {
    const offer = await members.offer(partOf(context, 'token'))
    if (!offer) throw unknownInvitation()
    return context.json(offer)
  })
  routes.post('/join/:token', async (context) => {
    entry.guess(context)
    const { name, email, password } = await bodyOf(context, acceptInvitationSchema)
    const token = partOf(context, 'token')
    // Hashing is work: not for whoever has no invitation.
    if (!(await members.offer(token))) throw unknownInvitation()
    const passwordHash = await signIn.hashPassword(password)
    const accepted = await members.accept(token, { name, email, passwordHash }, context.get('address'))
    switch (accepted.kind) {
      case 'joined':
        await entry.signIn(context, email, password)
        return context.json({ session: await entry.sessionOf(email), documentId: accepted.documentId }, 201)
      case 'other-email':
        throw new ApiFault(403, 'other-email', 'This invitation is for another e-mail address.')
      case 'email-taken':
        throw new ApiFault(409, 'email-taken', 'Somebody has an account with this e-mail address already. Sign in.')
      case 'unknown':
        throw unknownInvitation()
      default:
        return accepted satisfies never
    }
  })
  routes.all('/join/:token', methodNotAllowed('GET, POST'))
  return routes
}

export const tooManyInvitations = (): ApiFault =>
  new ApiFault(409, 'too-many', 'As many invitations are open as may be. Withdraw one first.')

const unknownInvitation = (): ApiFault =>
  new ApiFault(404, 'unknown-invitation', 'This invitation was used, withdrawn, or has run out. Ask for another.')
