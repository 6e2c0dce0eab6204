'use client'
import { useTranslator } from '../features/language/language-provider.tsx'
import styles from '../features/trouble/reference.module.css'
import { RetryButton } from '../features/trouble/retry-button.tsx'
import { TroubleFrame } from '../features/trouble/trouble-frame.tsx'

export default function ErrorPage({
  error,
  retry,
}: {
  readonly error: Error & { readonly digest?: string }
  readonly retry: () => void
}) {
  const { t } = useTranslator()
  return (
    <TroubleFrame mood="sorry" title={t('trouble.error.title')} text={t('trouble.error.text')} t={t}>
      <RetryButton onRetry={retry} />
      {error.digest === undefined ? null : (
        <p className={styles.reference}>{t('trouble.reference', { digest: error.digest })}</p>
      )}
    </TroubleFrame>
  )
}
