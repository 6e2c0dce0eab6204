/** An invitation, and where e-mails are sent and it is for one, the letter that carries it. */
import type { CreatedInvitation, MailLanguage } from '@dure/api'
import { INVITATION_DAYS } from '../limits.ts'
import { invitationLetter } from '../mail/letters.ts'
import type { NewInvitation } from '../people/invitations.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { type ApiContext, personIn } from './request.ts'

/** @throws ApiFault when there are too many, open or sent. */
export async function sendInvitation(
  context: ApiContext,
  { invitations, mailer, letterTries }: ApiDeps,
  entry: Entry,
  wanted: NewInvitation,
  language: MailLanguage = 'en',
): Promise<CreatedInvitation> {
  const { userId, name: invitedBy } = personIn(context)
  const { email } = wanted
  if (mailer && email !== undefined) {
    entry.count(letterTries.bySender.try(userId))
    entry.count(letterTries.byRecipient.try(email))
  }
  const made = await invitations.invite(wanted, context.get('address'))
  if (!made) throw new ApiFault(409, 'too-many', 'As many invitations are open as may be. Withdraw one first.')
  if (!mailer || email === undefined) return { ...made, mailed: false }
  const link = mailer.linkTo(`/join/${made.token}`)
  const sent = await mailer.send(email, invitationLetter(language, { invitedBy, link, days: INVITATION_DAYS }))
  if (!sent) return { ...made, mailed: false }
  await invitations.noteMailed(made.id)
  return { ...made, token: null, mailed: true }
}
