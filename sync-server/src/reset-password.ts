/**
 * `--reset-password <e-mail>`: a link that sets somebody's password anew, made on the machine itself. For an owner who
 * forgot it where no e-mail is sent: whoever can run this can read the store anyway.
 */

import { Proofs } from './auth/proofs.ts'
import type { Config } from './config/read-config.ts'
import { RESET_LINK_HOURS } from './limits.ts'
import { openConfiguredStore } from './open-store.ts'
import { makeResetLink } from './people/password-resets.ts'

/** Where the audit log says that it was made. */
const ADDRESS = 'command line'

/** What the operator asked for cannot be done; the message says why. */
export class NobodyToReset extends Error {}

/** Answers what to say to the operator. @throws NobodyToReset, StoreRefused or StoreUnavailable. */
export async function resetPassword(config: Config, email: string | undefined): Promise<string> {
  if (email === undefined) throw new NobodyToReset('Say whose: --reset-password mina@example.org')
  const store = await openConfiguredStore(config)
  try {
    const { database } = store
    const person = await database
      .selectFrom('person')
      .select(['id', 'name', 'disabled_at as disabledAt'])
      .where('email', '=', email.trim().toLowerCase())
      .executeTakeFirst()
    if (!person) throw new NobodyToReset(`Nobody has an account with the e-mail ${email}.`)
    if (person.disabledAt !== null) {
      throw new NobodyToReset(`The account of ${person.name} is disabled: enable it on the people page first.`)
    }
    const { token } = await makeResetLink(database, new Proofs(database), {
      personId: person.id,
      by: undefined,
      address: ADDRESS,
    })
    const link = `${config.publicUrl ?? ''}/reset/${token}`
    const where = config.publicUrl ? link : `${link}  (behind the address under which Dure is opened)`
    return `${person.name} sets a new password at\n\n  ${where}\n\nThe link works once, for ${RESET_LINK_HOURS} hours. Other sign-ins end when it is used.\n`
  } finally {
    await store.close()
  }
}
