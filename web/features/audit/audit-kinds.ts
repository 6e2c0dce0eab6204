/** What the audit log writes down, in words. An action without words does not compile. */
import type { AuditAction, AuditKind } from '@dure/api'
import type { PlainKey, Translator } from '../language/translate.ts'

const KIND_WORDS: Readonly<Record<AuditKind, PlainKey>> = {
  'sign-ins': 'audit.kind.sign-ins',
  refusals: 'audit.kind.refusals',
  accounts: 'audit.kind.accounts',
  people: 'audit.kind.people',
  sharing: 'audit.kind.sharing',
  documents: 'audit.kind.documents',
}
export const AUDIT_KIND_NAMES = Object.keys(KIND_WORDS) as readonly AuditKind[]

export const parseAuditKind = (raw: unknown): AuditKind | undefined => AUDIT_KIND_NAMES.find((kind) => kind === raw)
export const auditKindWords = (kind: AuditKind): PlainKey => KIND_WORDS[kind]

const ACTION_WORDS: Readonly<Record<AuditAction, PlainKey>> = {
  'set-up': 'audit.action.set-up',
  'signed-in': 'audit.action.signed-in',
  'signed-out': 'audit.action.signed-out',
  'sign-in-ended': 'audit.action.sign-in-ended',
  'all-sign-ins-ended': 'audit.action.all-sign-ins-ended',
  'sign-in-refused': 'audit.action.sign-in-refused',
  'password-changed': 'audit.action.password-changed',
  'password-reset': 'audit.action.password-reset',
  'reset-link-made': 'audit.action.reset-link-made',
  'second-factor-on': 'audit.action.second-factor-on',
  'second-factor-off': 'audit.action.second-factor-off',
  'second-factor-reset': 'audit.action.second-factor-reset',
  'recovery-code-used': 'audit.action.recovery-code-used',
  'passkey-added': 'audit.action.passkey-added',
  'passkey-removed': 'audit.action.passkey-removed',
  'provider-connected': 'audit.action.provider-connected',
  'provider-disconnected': 'audit.action.provider-disconnected',
  'token-created': 'audit.action.token-created',
  'token-deleted': 'audit.action.token-deleted',
  'invitation-created': 'audit.action.invitation-created',
  'invitation-deleted': 'audit.action.invitation-deleted',
  'invitation-accepted': 'audit.action.invitation-accepted',
  'member-joined': 'audit.action.member-joined',
  'member-changed': 'audit.action.member-changed',
  'member-removed': 'audit.action.member-removed',
  'general-access-changed': 'audit.action.general-access-changed',
  shared: 'audit.action.shared',
  'grant-changed': 'audit.action.grant-changed',
  'grant-removed': 'audit.action.grant-removed',
  'ownership-transferred': 'audit.action.ownership-transferred',
  'access-requested': 'audit.action.access-requested',
  'access-declined': 'audit.action.access-declined',
  'document-moved': 'audit.action.document-moved',
  'document-binned': 'audit.action.document-binned',
  'document-restored': 'audit.action.document-restored',
  'document-removed': 'audit.action.document-removed',
}

/** One of a newer version is shown as it is. */
export function actionWords(action: string, t: Translator['t']): string {
  const known = Object.entries(ACTION_WORDS).find(([each]) => each === action)
  return known ? t(known[1]) : action
}

const DETAIL_WORDS: Readonly<Record<string, PlainKey>> = {
  'role:owner': 'members.role.owner',
  'role:admin': 'members.role.admin',
  'role:member': 'members.role.member',
  'role:guest': 'members.role.guest',
  'role:editor': 'share.role.editor',
  'role:commenter': 'share.role.commenter',
  'role:viewer': 'share.role.viewer',
  'reach:restricted': 'share.reach.restricted',
  'reach:workspace': 'share.reach.workspace',
  'reach:link': 'share.reach.link',
  'scope:read': 'tokens.scope.read',
  'scope:write': 'tokens.scope.write',
  'disabled:true': 'audit.detail.disabled',
  'disabled:false': 'audit.detail.enabled',
  'mailed:true': 'audit.detail.mailed',
  'mailed:false': 'audit.detail.by-hand',
  'by:password': 'audit.detail.by-password',
  'by:passkey': 'audit.detail.by-passkey',
  'by:provider': 'audit.detail.by-provider',
  'by:code': 'audit.detail.by-code',
}

/** What more was written down, as far as there are words for it. */
export const detailWords = (
  detail: Readonly<Record<string, string | number | boolean>>,
  t: Translator['t'],
): readonly string[] =>
  Object.entries(detail).flatMap(([name, value]) => {
    const said = typeof value === 'string' && name === 'by' ? value.split(':', 1)[0] : value
    const words = DETAIL_WORDS[`${name}:${said}`]
    return words ? [t(words)] : []
  })
