'use client'
/** Where others see how their edits are saved: that there are none to make. */
import { Eye } from 'lucide-react'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './view-only.module.css'

export function ViewOnly() {
  const { t } = useTranslator()
  return (
    <span role="status" data-testid="view-only" className={styles.view}>
      <Eye aria-hidden="true" />
      {t('document.view-only')}
    </span>
  )
}
