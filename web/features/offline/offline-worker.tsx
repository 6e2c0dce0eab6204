'use client'
/**
 * Registers the service worker, and tells the person when a newer version of Dure has arrived while this page was open.
 * In development there is none: what changes with every key must not be kept.
 */
import { useEffect } from 'react'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { watchVersion } from './watch-version.ts'

export function OfflineWorker() {
  const { t } = useTranslator()
  const notify = useNotices()
  useEffect(() => {
    // Only over https and on localhost does a browser have it.
    if (!('serviceWorker' in navigator)) return
    if (process.env.NODE_ENV !== 'production') {
      void navigator.serviceWorker.getRegistrations().then((all) => all.forEach((each) => void each.unregister()))
      return
    }
    return watchVersion(navigator.serviceWorker, () =>
      notify({
        kind: 'done',
        title: t('version.newer'),
        text: t('version.newer-hint'),
        subject: 'version',
        action: { label: t('version.reload'), run: () => location.reload() },
      }),
    )
  }, [notify, t])
  return null
}
