'use client'
/** The browsers one is signed in at, each with a way to end it. */
import type { SignedIn } from '@dure/api'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { rememberPerson } from '../account/remembered-person.ts'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import { browserName } from './browser-name.ts'
import styles from './signed-in-list.module.css'

export function SignedInList({ now }: { readonly now: string }) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [sessions, setSessions] = useState<readonly SignedIn[]>()
  const failed = useCallback(
    () => notify({ kind: 'trouble', title: t('settings.failed'), text: t('home.try-again'), subject: 'settings' }),
    [notify, t],
  )
  const load = useCallback(async (): Promise<void> => {
    try {
      setSessions(await (await browserApi()).listSignedIn())
    } catch {
      failed()
    }
  }, [failed])
  useEffect(() => void load(), [load])

  const end = async (id: string): Promise<void> => {
    try {
      await (await browserApi()).endSignedIn(id)
      await load()
    } catch {
      failed()
    }
  }
  const endAll = async (): Promise<void> => {
    try {
      await (await browserApi()).endAllSignedIn()
      rememberPerson(null)
      location.assign('/sign-in')
    } catch {
      failed()
    }
  }
  if (!sessions) return <SkeletonLines widths={[80, 60]} />
  return (
    <>
      <ul className={styles.list}>
        {sessions.map((session) => (
          <li key={session.id} className={styles.row}>
            <span className={styles.what}>
              <span className={styles.browser}>
                {browserName(session.userAgent) ?? t('settings.some-browser')}
                {session.current ? <em className={styles.here}>{t('settings.this-browser')}</em> : null}
              </span>
              <span className={styles.when}>
                {session.address === '' ? null : <>{session.address} · </>}
                <RelativeTime at={session.lastUsedAt} now={now} sentence="settings.used" />
              </span>
            </span>
            {session.current ? null : (
              <Button kind="quiet" onClick={() => void end(session.id)}>
                {t('settings.end-session')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button onClick={() => void endAll()}>{t('settings.end-all')}</Button>
    </>
  )
}
