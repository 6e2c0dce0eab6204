/** What the API found wrong, in words. */
import type { PlainKey, Translator } from '../language/translate.ts'

const WORDS: Readonly<Record<string, PlainKey>> = {
  'wrong-credentials': 'account.problem.wrong-credentials',
  'wrong-password': 'account.problem.wrong-password',
  'too-many-tries': 'account.problem.too-many-tries',
  'already-set-up': 'account.problem.already-set-up',
  'email-taken': 'account.problem.email-taken',
  'other-email': 'account.problem.other-email',
  'unknown-invitation': 'account.problem.unknown-invitation',
  'wrong-code': 'access.problem.wrong-code',
  'wrong-passkey': 'access.problem.wrong-passkey',
  'no-passkeys-here': 'access.problem.no-passkeys-here',
  'passkey-cancelled': 'access.problem.passkey-cancelled',
  'sign-in-again': 'access.problem.sign-in-again',
  'last-way-in': 'access.problem.last-way-in',
  'unknown-reset': 'access.problem.unknown-reset',
  'no-mail': 'access.forgot.no-mail',
  'bad-body': 'account.problem.bad-fields',
  'is-owner': 'share.problem.is-owner',
  'too-many': 'account.problem.too-many',
  forbidden: 'account.problem.forbidden',
  'sign-in-required': 'account.problem.sign-in',
}

export const problemWords = (kind: string | undefined, t: Translator['t']): string =>
  t((kind !== undefined && WORDS[kind]) || 'account.problem.other')
