'use client'
/** One's passkeys: each has a name, is renamed and removed; and another is added. */
import type { Passkey } from '@dure/api'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { AccountForm } from '../account/account-form.tsx'
import { NameField } from '../account/credential-fields.tsx'
import { addPasskey, passkeysWork } from '../account/passkeys.ts'
import { problemWords } from '../account/problem-words.ts'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import { browserName } from './browser-name.ts'
import { ConfirmFields } from './confirm-fields.tsx'
import styles from './security.module.css'
import listStyles from './signed-in-list.module.css'

/** What is open: adding one, or renaming the one with this id. */
type Open = 'nothing' | 'add' | { readonly rename: string }

export function PasskeySection({
  email,
  hasPassword,
  now,
}: {
  readonly email: string
  readonly hasPassword: boolean
  readonly now: string
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [passkeys, setPasskeys] = useState<readonly Passkey[]>()
  const [open, setOpen] = useState<Open>('nothing')
  const [works, setWorks] = useState(true)
  useEffect(() => setWorks(passkeysWork()), [])
  const failed = useCallback(
    (error: unknown) => {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('settings.failed'), text, subject: 'settings' })
    },
    [notify, t],
  )
  const load = useCallback(async (): Promise<void> => {
    try {
      setPasskeys(await (await browserApi()).listPasskeys())
    } catch (error) {
      failed(error)
    }
  }, [failed])
  useEffect(() => void load(), [load])

  const add = async ({ name = '', password }: Readonly<Record<string, string>>): Promise<void> => {
    await addPasskey(name, password)
    setOpen('nothing')
    await load()
  }
  const rename = async (id: string, name: string): Promise<void> => {
    await (await browserApi()).renamePasskey(id, { name })
    setOpen('nothing')
    await load()
  }
  const remove = async (id: string): Promise<void> => {
    try {
      await (await browserApi()).removePasskey(id)
      await load()
    } catch (error) {
      failed(error)
    }
  }
  const cancel = (
    <Button kind="quiet" onClick={() => setOpen('nothing')}>
      {t('security.cancel')}
    </Button>
  )
  if (!passkeys) return <SkeletonLines widths={[60]} />
  return (
    <>
      <ul className={listStyles.list}>
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) =>
          typeof open === 'object' && open.rename === id ? (
            <li key={id}>
              <AccountForm
                aside
                submit={(fields) => rename(id, fields['name'] ?? '')}
                button={t('settings.save')}
                busyButton={t('account.busy')}
              >
                <NameField value={name} label={t('security.passkey-name')} />
              </AccountForm>
              {cancel}
            </li>
          ) : (
            <li key={id} className={listStyles.row}>
              <span className={listStyles.what}>
                <span className={listStyles.browser}>{name}</span>
                <span className={listStyles.when}>
                  <RelativeTime
                    at={lastUsedAt ?? createdAt}
                    now={now}
                    sentence={lastUsedAt === null ? 'security.added' : 'settings.used'}
                  />
                </span>
              </span>
              <span className={styles.buttons}>
                <Button
                  kind="quiet"
                  onClick={() => setOpen({ rename: id })}
                  aria-label={t('security.rename-of', { name })}
                >
                  {t('security.rename')}
                </Button>
                <Button kind="quiet" onClick={() => void remove(id)} aria-label={t('security.remove-of', { name })}>
                  {t('security.remove')}
                </Button>
              </span>
            </li>
          ),
        )}
      </ul>
      {works ? null : <p className={styles.warning}>{t('access.problem.no-passkeys-here')}</p>}
      {open === 'add' ? (
        <>
          <AccountForm aside submit={add} button={t('security.add-passkey-now')} busyButton={t('account.busy')}>
            <NameField value={browserName(navigator.userAgent) ?? ''} label={t('security.passkey-name')} />
            <ConfirmFields email={email} hasPassword={hasPassword} />
          </AccountForm>
          {cancel}
        </>
      ) : works ? (
        <Button onClick={() => setOpen('add')}>{t('security.add-passkey')}</Button>
      ) : null}
    </>
  )
}
