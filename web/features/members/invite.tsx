'use client'
/** Invites one person: by e-mail where e-mails are sent, else by a link that is shown once. */
import type { CreatedInvitation } from '@dure/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { problemWords } from '../account/problem-words.ts'
import { ShownOnce } from '../account/shown-once.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { type GivenMemberRole, MEMBER_ROLES, memberRoleWords, parseMemberRole } from './member-roles.ts'
import styles from './members.module.css'

export function Invite({ mails }: { readonly mails: boolean }) {
  const { t, language } = useTranslator()
  const notify = useNotices()
  const [role, setRole] = useState<GivenMemberRole>('member')
  const [email, setEmail] = useState('')
  const [made, setMade] = useState<CreatedInvitation>()
  const [busy, setBusy] = useState(false)
  const make = async (to: string | undefined): Promise<void> => {
    if (busy) return
    setBusy(true)
    try {
      const whom = to === undefined ? {} : { email: to, language }
      setMade(await (await browserApi()).createInvitation({ role, ...whom }))
      setEmail('')
    } catch (error) {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('members.failed'), text, subject: 'members' })
    } finally {
      setBusy(false)
    }
  }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    void make(email)
  }
  return (
    <>
      <form className={styles.invite} onSubmit={send}>
        <Select
          label={t('members.role-label')}
          value={role}
          options={MEMBER_ROLES.map((each) => ({ value: each, label: t(memberRoleWords(each)) }))}
          onChoose={(raw) => setRole((before) => parseMemberRole(raw) ?? before)}
        />
        {mails ? (
          <>
            <span className={styles.email}>
              <TextField
                name="email"
                type="email"
                label={t('members.invite-email')}
                placeholder={t('members.invite-email')}
                hideLabel
                required
                autoComplete="off"
                value={email}
                onValueChange={setEmail}
              />
            </span>
            <Button type="submit" kind="primary" aria-busy={busy}>
              {t('members.send-invitation')}
            </Button>
          </>
        ) : null}
        <Button kind={mails ? 'secondary' : 'primary'} onClick={() => void make(undefined)} aria-busy={busy}>
          {t('members.make-link')}
        </Button>
      </form>
      <div role="status">{made ? <Outcome invitation={made} /> : null}</div>
    </>
  )
}

function Outcome({ invitation: { token, email } }: { readonly invitation: CreatedInvitation }) {
  const { t } = useTranslator()
  if (token === null) return <p className={styles.sent}>{t('members.invitation-sent', { email: email ?? '' })}</p>
  const text = email === null ? t('members.link-text') : t('members.not-sent', { email })
  return <ShownOnce text={text} value={`${location.origin}/join/${token}`} copy={t('share.copy-invitation')} />
}
