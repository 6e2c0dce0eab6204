'use client'
/** Asks the server for this page again. */
import { RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '../../ui/button.tsx'
import { useTranslator } from '../language/language-provider.tsx'

export function RetryButton({ onRetry }: { readonly onRetry?: () => void }) {
  const { t } = useTranslator()
  const router = useRouter()
  const [trying, startTrying] = useTransition()
  return (
    <Button
      kind="primary"
      icon={<RotateCw />}
      aria-busy={trying}
      onClick={onRetry ?? (() => startTrying(() => router.refresh()))}
    >
      {t('trouble.retry')}
    </Button>
  )
}
