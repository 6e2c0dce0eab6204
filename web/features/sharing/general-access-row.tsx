'use client'
/** Whom the document lets in besides those it names, and as what. */
import type { GeneralAccess, SetGeneralAccess } from '@dure/api'
import { REACHES } from '@dure/protocol'
import { Select } from '../../ui/select.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './general-access-row.module.css'
import { offeredRoles, parseGivenRole, roleWords } from './role-words.ts'

/** Not a reach of its own: that of the page above, whatever it will be. */
const INHERIT = 'inherit'

export function GeneralAccessRow({
  access,
  inherits,
  onChange,
}: {
  readonly access: GeneralAccess
  /** Whether it is the word of the page above; null at the top, where there is none. */
  readonly inherits: boolean | null
  readonly onChange: (access: SetGeneralAccess) => void
}) {
  const { t } = useTranslator()
  const { reach, role } = access
  const chooseReach = (raw: string): void => {
    const chosen = raw === INHERIT ? INHERIT : REACHES.find((each) => each === raw)
    if (chosen) onChange({ reach: chosen, role })
  }
  const chooseRole = (raw: string): void => {
    const chosen = parseGivenRole(raw)
    if (chosen) onChange({ reach, role: chosen })
  }
  const reaches = REACHES.map((each) => ({ value: each as string, label: t(`share.reach.${each}`) }))
  const above = { value: INHERIT, label: t('share.reach.inherit') }
  return (
    <div className={styles.row}>
      <Select
        label={t('share.general')}
        value={inherits ? INHERIT : reach}
        options={inherits === null ? reaches : [above, ...reaches]}
        onChoose={chooseReach}
      />
      {reach === 'restricted' || inherits ? null : (
        <Select
          label={t('share.general-role')}
          value={role}
          options={offeredRoles(role).map((each) => ({ value: each, label: t(roleWords(each)) }))}
          onChoose={chooseRole}
        />
      )}
    </div>
  )
}
