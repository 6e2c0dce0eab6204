/** The people page. */
export const members = {
  'members.title': 'People',
  'members.people': 'In this workspace',
  'members.invite': 'Invite somebody',
  'members.invite-text':
    'Members make documents and see those open to everyone in the workspace. Guests see only what is shared with them. Admins invite and manage people, too.',
  'members.make-link': 'Make an invitation link',
  'members.link-text': 'Send this link to one person. It works once, for 14 days, and is not shown again.',
  'members.invite-email': 'E-mail',
  'members.send-invitation': 'Send an invitation',
  'members.invitation-sent': 'An invitation is on its way to {email}.',
  'members.not-sent': 'No e-mail could be sent. Send this link to {email} yourself. It works once, for 14 days.',
  'members.actions': 'More about {name}',
  'members.make-reset': 'Make a link for a new password',
  'members.reset-title': 'A new password for {name}',
  'members.reset-text':
    'Send this link to {name} and to nobody else. It works once, for 24 hours, signs them out everywhere, and is not shown again.',
  'members.role-label': 'Invite as',
  'members.role.owner': 'Owner',
  'members.role.admin': 'Admin',
  'members.role.member': 'Member',
  'members.role.guest': 'Guest',
  'members.guest-title': 'This is for members',
  'members.guest-text': 'You are a guest of this workspace: you see what is shared with you, not who works here.',
  'members.disabled': 'Disabled',
  'members.failed': 'That did not work',
} as const
