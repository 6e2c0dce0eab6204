'use client'
/** One person with their role. */
import type { GivenRole, Person } from '@dure/api'
import type { Role } from '@dure/protocol'
import { Avatar } from '../../ui/avatar.tsx'
import { Select } from '../../ui/select.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { initials } from '../presence/people.ts'
import { personVariable } from '../presence/person-colour.ts'
import styles from './person-row.module.css'
import { offeredRoles, parseGivenRole, roleWords } from './role-words.ts'

const REMOVE = 'remove'
const MAKE_OWNER = 'make-owner'

export function PersonRow({
  person,
  self,
  holds,
  inherited = false,
  onRole,
  onRemove,
  onMakeOwner,
}: {
  readonly person: Person
  readonly self: boolean
  /** Their role. */
  readonly holds: Role
  /** Absent for a role that cannot be changed here. */
  readonly onRole?: (role: GivenRole) => void
  readonly onRemove?: (() => void) | undefined
  /** Named on a page above, and not here. */
  readonly inherited?: boolean
  /** For the owner alone. */
  readonly onMakeOwner?: (() => void) | undefined
}) {
  const { t } = useTranslator()
  const choose = (raw: string): void => {
    if (raw === REMOVE) onRemove?.()
    if (raw === MAKE_OWNER) onMakeOwner?.()
    const chosen = parseGivenRole(raw)
    if (chosen) onRole?.(chosen)
  }
  return (
    <li className={styles.row}>
      <Avatar aria-hidden="true" initials={initials(person.name)} colour={personVariable(0)} />
      <span className={styles.who}>
        <span className={styles.name}>{self ? t('presence.you', { name: person.name }) : person.name}</span>
        <span className={styles.email}>
          {inherited ? t('share.from-above', { email: person.email }) : person.email}
        </span>
      </span>
      {onRole && !self ? (
        <Select
          quiet
          label={t('share.role-of', { name: person.name })}
          value={holds}
          options={[
            ...offeredRoles(holds).map((each) => ({ value: each as string, label: t(roleWords(each)) })),
            ...(onMakeOwner ? [{ value: MAKE_OWNER, label: t('owner.make') }] : []),
            ...(onRemove ? [{ value: REMOVE, label: t('share.remove'), danger: true }] : []),
          ]}
          onChoose={choose}
        />
      ) : (
        <span className={styles.role}>{t(roleWords(holds))}</span>
      )}
    </li>
  )
}
