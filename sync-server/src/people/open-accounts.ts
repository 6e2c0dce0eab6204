/** What signing in stands on, before anybody can ask: the secret, and the owner where the settings say who that is. */
import type { SqlStore } from '@dure/store'
import { createSignIn, type SignIn } from '../auth/sign-in.ts'
import type { Config } from '../config/read-config.ts'
import type { Logger } from '../observability/logger.ts'
import { serverSecret } from './server-secret.ts'
import { isSetUp, setUp } from './set-up.ts'

export async function openAccounts(
  config: Config,
  store: SqlStore,
  logger: Logger,
): Promise<{ readonly secret: string; readonly signIn: SignIn }> {
  const secret = await serverSecret(config, store)
  const signIn = await createSignIn(store, secret)
  if (config.owner && !(await isSetUp(store.database))) {
    const { email, name, password } = config.owner
    const passwordHash = await signIn.hashPassword(password)
    const made = await setUp(store.database, { email, name, passwordHash, emailVerified: true }, 'settings')
    if (made) logger.info('the owner of the settings has an account now')
  }
  return { secret, signIn }
}
