'use client'
/** Whether one can sign in by the other provider of this installation. */
import { useRouter } from 'next/navigation'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { problemWords } from '../account/problem-words.ts'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './security.module.css'

export function ProviderSection({
  connected,
  trouble,
}: {
  readonly connected: boolean
  readonly trouble: string | undefined
}) {
  const { t } = useTranslator()
  const router = useRouter()
  const notify = useNotices()
  const disconnect = async (): Promise<void> => {
    try {
      await (await browserApi()).disconnectProvider()
      router.refresh()
    } catch (error) {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('settings.failed'), text, subject: 'settings' })
    }
  }
  return (
    <>
      {trouble === undefined ? null : (
        <p role="alert" className={styles.warning}>
          {trouble}
        </p>
      )}
      <div className={styles.row}>
        {connected ? (
          <Button onClick={() => void disconnect()}>{t('security.disconnect')}</Button>
        ) : (
          <LinkButton href="/api/session/oidc?connect=1" leaves>
            {t('security.connect')}
          </LinkButton>
        )}
      </div>
    </>
  )
}
