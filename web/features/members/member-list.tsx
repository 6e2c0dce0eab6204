'use client'
/** Everybody in the workspace; whoever manages it changes roles, and disables or removes people. */
import type { ChangeMember, Member } from '@dure/api'
import { useCallback, useEffect, useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { problemWords } from '../account/problem-words.ts'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { initials } from '../presence/people.ts'
import { personVariable } from '../presence/person-colour.ts'
import rowStyles from '../sharing/person-row.module.css'
import { MemberActions } from './member-actions.tsx'
import { MEMBER_ROLES, memberRoleWords, parseMemberRole } from './member-roles.ts'
import styles from './members.module.css'

/** Not a role: may not sign in until they are given one again. */
const DISABLE = 'disable'

export function MemberList({
  selfId,
  manages,
  owns,
}: {
  readonly selfId: string
  readonly manages: boolean
  readonly owns: boolean
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [members, setMembers] = useState<readonly Member[]>()
  const failed = useCallback(
    (error: unknown) => {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('members.failed'), text, subject: 'members' })
    },
    [notify, t],
  )
  const load = useCallback(async (): Promise<void> => {
    try {
      setMembers(await (await browserApi()).listMembers())
    } catch (error) {
      failed(error)
    }
  }, [failed])
  useEffect(() => void load(), [load])

  const change = async (id: string, wanted: ChangeMember): Promise<void> => {
    try {
      await (await browserApi()).changeMember(id, wanted)
    } catch (error) {
      failed(error)
    }
    await load()
  }
  const choose = (id: string, raw: string): void => {
    const role = parseMemberRole(raw)
    if (role) void change(id, { role, disabled: false })
    if (raw === DISABLE) void change(id, { disabled: true })
  }
  if (!members) return <SkeletonLines widths={[80, 60]} />
  return (
    <ul className={styles.list}>
      {members.map((member) => {
        const { id, name, email, role, disabled } = member
        const others = manages && role !== 'owner' && id !== selfId
        return (
          <li key={id} className={rowStyles.row}>
            <Avatar aria-hidden="true" initials={initials(name)} colour={personVariable(0)} />
            <span className={rowStyles.who}>
              <span className={rowStyles.name}>{id === selfId ? t('presence.you', { name }) : name}</span>
              <span className={rowStyles.email}>{email}</span>
            </span>
            {others ? (
              <Select
                quiet
                label={t('share.role-of', { name })}
                value={disabled ? DISABLE : role}
                options={[
                  ...MEMBER_ROLES.map((each) => ({ value: each, label: t(memberRoleWords(each)) })),
                  { value: DISABLE, label: t('members.disabled'), danger: true },
                ]}
                onChoose={(raw) => choose(id, raw)}
              />
            ) : (
              <span className={rowStyles.role}>{disabled ? t('members.disabled') : t(memberRoleWords(role))}</span>
            )}
            {others ? (
              <MemberActions
                member={member}
                selfId={selfId}
                owns={owns}
                onFailed={failed}
                onChanged={() => void load()}
              />
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
