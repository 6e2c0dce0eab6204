'use client'
/** Where others see how their edits are saved: that there are none to make. */
import { Eye } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './view-only.module.css'

/** @param ask A way to ask for more, for whoever has somebody to ask. */
export function ViewOnly({ ask }: { readonly ask?: ReactNode }) {
  const { t } = useTranslator()
  return (
    <>
      <span role="status" data-testid="view-only" className={styles.view}>
        <Eye aria-hidden="true" />
        {t('document.view-only')}
      </span>
      {ask === undefined || ask === null ? null : <span className={styles.ask}>{ask}</span>}
    </>
  )
}
