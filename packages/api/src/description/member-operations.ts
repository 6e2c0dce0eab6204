/** The people of the workspace, and how others become some of them. */
import {
  acceptInvitationSchema,
  changeMemberSchema,
  createdInvitationSchema,
  createInvitationSchema,
  invitationAcceptedSchema,
  invitationListSchema,
  invitationOfferSchema,
  memberListSchema,
} from '../people.ts'
import { API_ROUTES } from '../routes.ts'
import { resetLinkSchema } from '../sign-in-methods.ts'
import { operation } from './operation.ts'
import { invitationPart, invitationSecretPart, memberPart } from './path-parts.ts'

export const memberOperations = {
  listMembers: operation({
    method: 'GET',
    path: API_ROUTES.members,
    does: 'Lists the people of your workspace, in the order in which they came',
    who: 'person',
    needs: { workspace: 'see-members' },
    answer: memberListSchema,
  }),
  changeMember: operation({
    method: 'PATCH',
    path: API_ROUTES.member,
    does: 'Changes what somebody is in the workspace, or disables or enables them',
    details: 'Not the owner, and not yourself. Whom you disable is signed out everywhere at once.',
    who: 'person',
    needs: { workspace: 'manage-members' },
    params: { id: memberPart },
    body: changeMemberSchema,
    answer: 'nothing',
  }),
  removeMember: operation({
    method: 'DELETE',
    path: API_ROUTES.member,
    does: 'Takes somebody out of the workspace',
    details: 'Not the owner, and not yourself. What they owned is the owner’s from then on.',
    who: 'person',
    needs: { workspace: 'manage-members' },
    params: { id: memberPart },
    answer: 'nothing',
  }),
  makeResetLink: operation({
    method: 'POST',
    path: API_ROUTES.memberReset,
    does: 'Makes a link by which somebody sets a new password',
    details:
      'Not for the owner, and not for yourself. Hand over `/reset/<token>`: it is good for 24 hours, once. Earlier ones end.',
    who: 'browser',
    needs: { workspace: 'manage-members' },
    params: { id: memberPart },
    status: 201,
    answer: resetLinkSchema,
  }),
  listInvitations: operation({
    method: 'GET',
    path: API_ROUTES.invitations,
    does: 'Lists the invitations that are open, newest first, without their secrets',
    who: 'person',
    needs: { workspace: 'invite' },
    answer: invitationListSchema,
  }),
  createInvitation: operation({
    method: 'POST',
    path: API_ROUTES.invitations,
    does: 'Invites somebody to the workspace',
    details:
      'Its secret is answered this once and kept as a hash: send the link `/join/<token>`. It is good for 14 days, once. With an e-mail, and where this installation sends any, it goes out by e-mail instead and is not answered.',
    who: 'person',
    needs: { workspace: 'invite' },
    body: createInvitationSchema,
    status: 201,
    answer: createdInvitationSchema,
    problems: ['too-many', 'too-many-tries'],
  }),
  deleteInvitation: operation({
    method: 'DELETE',
    path: API_ROUTES.invitation,
    does: 'Withdraws an invitation',
    who: 'person',
    needs: { workspace: 'invite' },
    params: { id: invitationPart },
    answer: 'nothing',
  }),
  getInvitationOffer: operation({
    method: 'GET',
    path: API_ROUTES.offer,
    does: 'Says who invites you, and to what',
    who: 'anybody',
    params: { token: invitationSecretPart },
    answer: invitationOfferSchema,
  }),
  acceptInvitation: operation({
    method: 'POST',
    path: API_ROUTES.offer,
    does: 'Makes an account by an invitation, and signs it in',
    who: 'anybody',
    params: { token: invitationSecretPart },
    body: acceptInvitationSchema,
    status: 201,
    answer: invitationAcceptedSchema,
    problems: ['other-email', 'email-taken', 'too-many-tries'],
  }),
} as const
