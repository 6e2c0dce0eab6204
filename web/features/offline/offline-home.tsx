'use client'
/** The home page while the server cannot be reached: what is kept on this device, and the way back. */
import { Face } from '../../ui/face.tsx'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { KeptDocuments } from '../kept/kept-documents.tsx'
import { useKeptDocuments } from '../kept/use-kept-documents.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import { RetryButton } from '../trouble/retry-button.tsx'
import styles from './offline-home.module.css'
import { useReturn } from './use-return.ts'

export function OfflineHome({ theme, owner }: { readonly theme: Theme; readonly owner: string }) {
  const { t } = useTranslator()
  const { kept = [] } = useKeptDocuments(owner)
  useReturn()
  const retry = <RetryButton onRetry={() => location.reload()} />
  return (
    <>
      <TopBar actions={<PreferencesMenu theme={theme} />}>
        <span className={styles.brand}>
          <Mark />
          <span className={styles.name}>{t('app.name')}</span>
        </span>
      </TopBar>
      <main id="content" className={styles.main}>
        {kept.length === 0 ? (
          <Face mood="asleep" title={t('offline.title')} text={t('offline.nothing-kept')}>
            {retry}
          </Face>
        ) : (
          <>
            <div className={styles.head}>
              <div>
                <h1 className={styles.title}>{t('offline.title')}</h1>
                <p className={styles.text}>{t('offline.text')}</p>
              </div>
              {retry}
            </div>
            <KeptDocuments owner={owner} />
          </>
        )}
      </main>
    </>
  )
}
