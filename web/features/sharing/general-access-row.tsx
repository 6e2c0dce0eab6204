'use client'
/** Whom the document lets in besides those it names, and as what. */
import type { GeneralAccess } from '@dure/api'
import { REACHES } from '@dure/protocol'
import { Select } from '../../ui/select.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './general-access-row.module.css'
import { offeredRoles, parseGivenRole, roleWords } from './role-words.ts'

export function GeneralAccessRow({
  access,
  onChange,
}: {
  readonly access: GeneralAccess
  readonly onChange: (access: GeneralAccess) => void
}) {
  const { t } = useTranslator()
  const { reach, role } = access
  const chooseReach = (raw: string): void => {
    const chosen = REACHES.find((each) => each === raw)
    if (chosen) onChange({ reach: chosen, role })
  }
  const chooseRole = (raw: string): void => {
    const chosen = parseGivenRole(raw)
    if (chosen) onChange({ reach, role: chosen })
  }
  return (
    <div className={styles.row}>
      <Select label={t('share.general')} value={reach} onChoose={chooseReach}>
        {REACHES.map((each) => (
          <option key={each} value={each}>
            {t(`share.reach.${each}`)}
          </option>
        ))}
      </Select>
      {reach === 'restricted' ? null : (
        <Select label={t('share.general-role')} value={role} onChoose={chooseRole}>
          {offeredRoles(role).map((each) => (
            <option key={each} value={each}>
              {t(roleWords(each))}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}
