/** `/api/password-resets`: another password for who forgot theirs. */
import { sessionOperations } from '@dure/api/description'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import type { Serve } from './serve.ts'

export function serveResets(serve: Serve, { resets, mailer, letterTries }: ApiDeps, entry: Entry): void {
  serve(sessionOperations.requestReset, ({ context, body: { email, language = 'en' } }) => {
    if (!mailer) throw new ApiFault(409, 'no-mail', 'No e-mail is sent here. Ask an owner or admin for a link.')
    entry.guess(context)
    // Beyond the limit nothing is sent, and the answer is the same: somebody else may have asked for them.
    if (letterTries.byRecipient.try(email) === 0) resets.request(email, language)
    return undefined
  })

  serve(sessionOperations.getResetOffer, async ({ params: { token } }) => {
    const offer = await resets.offer(token)
    if (!offer) throw unknownReset()
    return { email: offer.email }
  })

  serve(sessionOperations.completeReset, async ({ context, address, params: { token }, body }) => {
    entry.guess(context)
    if (!(await resets.complete(token, body.password, body.language ?? 'en', address))) throw unknownReset()
    // This browser may have been signed in, too.
    entry.forget(context)
    return undefined
  })
}

const unknownReset = (): ApiFault =>
  new ApiFault(404, 'unknown-reset', 'This link was used or has run out. Ask for another.')
