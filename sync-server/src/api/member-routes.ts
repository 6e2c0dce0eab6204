/** `/api/members`, `/api/invitations`, `/api/join`: the people of the workspace, and how others become some of them. */
import type { InvitationAccepted } from '@dure/api'
import { memberOperations } from '@dure/api/description'
import type { UserId, WorkspaceId } from '@dure/protocol'
import type { Person } from '../auth/caller.ts'
import type { Accepted } from '../people/invitations.ts'
import { mayInWorkspace } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { pageAsked, pageOf, TIME_KEY } from './paging.ts'
import { signedInPerson } from './request.ts'
import { sendInvitation } from './send-invitation.ts'
import type { Serve } from './serve.ts'
import { etagOf } from './version-headers.ts'

export function serveMembers(serve: Serve, deps: ApiDeps, entry: Entry): void {
  const { accounts, members, invitations, signIn, resets, secondFactors, auditLog } = deps
  serve(memberOperations.listMembers, async ({ caller, workspaceId, query }) => {
    const manages = mayInWorkspace((await accounts.workspaceOf(caller.userId))?.role, 'manage-members')
    const rows = await members.list(workspaceId, pageAsked(query, TIME_KEY), manages)
    const { shown, next } = pageOf(rows, query.limit, ({ joinedAt, member }) => ({ key: joinedAt, id: member.id }))
    return { members: shown.map(({ member }) => member), ...next }
  })

  serve(memberOperations.getMember, async ({ context, workspaceId, params }) => {
    const found = await members.get(workspaceId, params.id)
    if (!found) throw unknownMember()
    context.header('etag', etagOf(found.version))
    return found.member
  })

  serve(memberOperations.changeMember, async ({ context, caller, workspaceId, address, params, body, expected }) => {
    await mustBeOther(params.id, caller, workspaceId)
    const version = await members.change(workspaceId, params.id, body, { id: caller.userId, address, expected })
    context.header('etag', etagOf(version))
    return undefined
  })

  serve(memberOperations.removeMember, async ({ caller, workspaceId, address, params, expected }) => {
    await mustBeOther(params.id, caller, workspaceId)
    await members.remove(workspaceId, params.id, { id: caller.userId, address, expected })
    return undefined
  })

  serve(memberOperations.makeResetLink, async ({ caller, workspaceId, address, params: { id } }) => {
    await mustBeOther(id, caller, workspaceId)
    return resets.makeLink(id, caller.userId, address)
  })

  serve(memberOperations.takeOverDocuments, async ({ caller, workspaceId, address, params: { id }, body }) => {
    await mustBeOther(id, caller, workspaceId)
    const to = (await members.get(workspaceId, body.personId))?.member
    if (!to || to.disabled || to.role === 'guest') {
      throw new ApiFault(404, 'unknown-person', 'Nobody who works in the workspace has this id.')
    }
    const documents = await members.takeOver(workspaceId, id, body.personId, caller.userId, address)
    if (documents === undefined) throw new ApiFault(409, 'not-disabled', 'Only of somebody who is disabled.')
    return { documents }
  })

  serve(memberOperations.resetSecondFactor, async ({ caller, workspaceId, address, params: { id } }) => {
    await mustBeOther(id, caller, workspaceId)
    if ((await members.roleOf(workspaceId, caller.userId)) !== 'owner') {
      throw new ApiFault(403, 'forbidden', 'That is for the owner to do.')
    }
    if (!(await secondFactors.turnOff(id, caller.userId, address))) {
      throw new ApiFault(409, 'second-factor-off', 'They have no second factor.')
    }
    return undefined
  })

  serve(memberOperations.listAudit, async ({ query }) => {
    const { limit, person, kind } = query
    const rows = await auditLog.read(pageAsked(query, TIME_KEY), { person, kind })
    const { shown, next } = pageOf(rows, limit, (event) => ({ key: Date.parse(event.at), id: event.id }))
    return { events: shown, ...next }
  })

  /** Somebody else of the workspace, and not its owner. */
  const mustBeOther = async (id: UserId, person: Person, workspaceId: WorkspaceId): Promise<void> => {
    const role = await members.roleOf(workspaceId, id)
    if (!role) throw unknownMember()
    if (role === 'owner') throw new ApiFault(403, 'forbidden', 'The owner stays as they are.')
    if (id === person.userId) throw new ApiFault(403, 'forbidden', 'Somebody else has to do that to you.')
  }

  serve(memberOperations.listInvitations, async ({ workspaceId, query }) => {
    const rows = await invitations.list(workspaceId, pageAsked(query, TIME_KEY))
    const { shown, next } = pageOf(rows, query.limit, ({ createdAt, id }) => ({ key: Date.parse(createdAt), id }))
    return { invitations: shown, ...next }
  })

  serve(memberOperations.createInvitation, ({ context, caller, workspaceId, body: { role, email, language } }) => {
    const wanted = { workspaceId, role, email, document: undefined, by: caller.userId }
    return sendInvitation(context, deps, entry, wanted, language)
  })

  serve(memberOperations.deleteInvitation, async ({ caller, workspaceId, address, params: { id } }) => {
    const found = await invitations.withdraw(workspaceId, id, caller.userId, address)
    if (!found) throw new ApiFault(404, 'unknown-invitation', 'There is no such invitation.')
    return undefined
  })

  serve(memberOperations.getInvitationOffer, async ({ params: { token } }) => {
    const offer = await invitations.offer(token)
    if (!offer) throw unknownInvitation()
    return offer
  })

  serve(memberOperations.acceptInvitation, async ({ context, address, params: { token }, body }) => {
    if (!('email' in body)) {
      const person = signedInPerson(context)
      entry.guess(context)
      return joined(await invitations.acceptAs(token, person, address))
    }
    const { name, email, password } = body
    entry.guess(context)
    // Hashing is work: not for whoever has no invitation.
    if (!(await invitations.offer(token))) throw unknownInvitation()
    const passwordHash = await signIn.hashPassword(password)
    const accepted = await invitations.accept(token, { name, email, passwordHash }, address)
    // They have just said who they are: the password is not asked of itself.
    if (accepted.kind === 'joined') await entry.admit(context, accepted.personId, 'password')
    return joined(accepted)
  })

  /** @throws ApiFault when it let nobody in. */
  const joined = async (accepted: Accepted): Promise<InvitationAccepted> => {
    switch (accepted.kind) {
      case 'joined':
        return { session: await entry.sessionOfPerson(accepted.personId), documentId: accepted.documentId }
      case 'other-email':
        throw new ApiFault(403, 'other-email', 'This invitation is for another e-mail address.')
      case 'email-taken':
        throw new ApiFault(409, 'email-taken', 'Somebody has an account with this e-mail address already. Sign in.')
      case 'unknown':
        throw unknownInvitation()
      default:
        return accepted satisfies never
    }
  }
}

const unknownMember = (): ApiFault => new ApiFault(404, 'unknown-member', 'There is no such member.')
const unknownInvitation = (): ApiFault =>
  new ApiFault(404, 'unknown-invitation', 'This invitation was used, withdrawn, or has run out. Ask for another.')
