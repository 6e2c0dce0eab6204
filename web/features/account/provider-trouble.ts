/** Why somebody who came by another provider is not let in: what stands in the address, in words. */
import type { PlainKey, Translator } from '../language/translate.ts'

const WORDS: Readonly<Record<string, PlainKey>> = {
  none: 'access.provider.none',
  'too-many-tries': 'account.problem.too-many-tries',
  unreachable: 'access.provider.unreachable',
  cancelled: 'access.provider.cancelled',
  expired: 'access.provider.expired',
  domain: 'access.provider.domain',
  unverified: 'access.provider.unverified',
  unproven: 'access.provider.unproven',
  'no-account': 'access.provider.no-account',
  disabled: 'access.provider.disabled',
  taken: 'access.provider.taken',
  'other-email': 'access.provider.other-email',
}

export const providerTrouble = (kind: string | readonly string[], t: Translator['t']): string =>
  t((typeof kind === 'string' && Object.hasOwn(WORDS, kind) && WORDS[kind]) || 'access.provider.failed')
