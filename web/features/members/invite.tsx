'use client'
/** Makes a link by which one person joins, and shows it once. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { problemWords } from '../account/problem-words.ts'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { CopyButton } from '../sharing/copy-button.tsx'
import { type GivenMemberRole, MEMBER_ROLES, memberRoleWords, parseMemberRole } from './member-roles.ts'
import styles from './members.module.css'

export function Invite() {
  const { t } = useTranslator()
  const notify = useNotices()
  const [role, setRole] = useState<GivenMemberRole>('member')
  const [link, setLink] = useState<string>()
  const [busy, setBusy] = useState(false)
  const make = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    try {
      const { token } = await (await browserApi()).createInvitation({ role })
      setLink(`${location.origin}/join/${token}`)
    } catch (error) {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('members.failed'), text, subject: 'members' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div className={styles.invite}>
        <Select
          label={t('members.role-label')}
          value={role}
          onChoose={(raw) => setRole((before) => parseMemberRole(raw) ?? before)}
        >
          {MEMBER_ROLES.map((each) => (
            <option key={each} value={each}>
              {t(memberRoleWords(each))}
            </option>
          ))}
        </Select>
        <Button kind="primary" onClick={() => void make()} aria-busy={busy}>
          {t('members.make-link')}
        </Button>
      </div>
      <div role="status">
        {link === undefined ? null : (
          <div className={styles.link}>
            <p>{t('members.link-text')}</p>
            <div className={styles.invite}>
              <code>{link}</code>
              <CopyButton key={link} text={link} label={t('share.copy-invitation')} />
            </div>
          </div>
        )}
      </div>
    </>
  )
}
