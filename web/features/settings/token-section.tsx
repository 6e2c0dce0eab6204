'use client'
/** One's access tokens: made for a program, shown once, listed with when they were used, and ended. */
import type { AccessToken, CreatedAccessToken } from '@dure/api'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { AccountForm } from '../account/account-form.tsx'
import { NameField } from '../account/credential-fields.tsx'
import { problemWords } from '../account/problem-words.ts'
import { ShownOnce } from '../account/shown-once.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import styles from './security.module.css'
import listStyles from './signed-in-list.module.css'

const SCOPES = ['read', 'write'] as const
type Scope = (typeof SCOPES)[number]

/** Days; 0 for no end. */
const LIVES = [30, 90, 365, 0] as const
type Life = (typeof LIVES)[number]

export function TokenSection({ now }: { readonly now: string }) {
  const { t, language } = useTranslator()
  const notify = useNotices()
  const [tokens, setTokens] = useState<readonly AccessToken[]>()
  const [made, setMade] = useState<CreatedAccessToken>()
  const [scope, setScope] = useState<Scope>('read')
  const [life, setLife] = useState<Life>(90)
  const failed = useCallback(
    (error: unknown) => {
      const text = problemWords(problemKind(error), t)
      notify({ kind: 'trouble', title: t('settings.failed'), text, subject: 'settings' })
    },
    [notify, t],
  )
  const load = useCallback(async (): Promise<void> => {
    try {
      setTokens(await (await browserApi()).listTokens())
    } catch (error) {
      failed(error)
    }
  }, [failed])
  useEffect(() => void load(), [load])

  const make = async ({ name = '' }: Readonly<Record<string, string>>): Promise<void> => {
    setMade(await (await browserApi()).createToken({ name, scope, ...(life === 0 ? {} : { days: life }) }))
    await load()
  }
  const end = async (id: string): Promise<void> => {
    try {
      await (await browserApi()).deleteToken(id)
      if (made?.id === id) setMade(undefined)
      await load()
    } catch (error) {
      failed(error)
    }
  }
  const until = (at: string): string => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(at))
  if (!tokens) return <SkeletonLines widths={[80, 60]} />
  return (
    <>
      <ul className={listStyles.list}>
        {tokens.map((token) => (
          <li key={token.id} className={listStyles.row}>
            <span className={listStyles.what}>
              <span className={listStyles.browser}>{token.name}</span>
              <span className={listStyles.when}>
                {t(`tokens.scope.${token.scope}`)} ·{' '}
                {token.expiresAt === null ? t('tokens.no-end') : t('tokens.until', { date: until(token.expiresAt) })} ·{' '}
                {token.lastUsedAt === null ? (
                  t('tokens.never-used')
                ) : (
                  <RelativeTime at={token.lastUsedAt} now={now} sentence="settings.used" />
                )}
              </span>
            </span>
            <Button
              kind="quiet"
              onClick={() => void end(token.id)}
              aria-label={t('tokens.end-of', { name: token.name })}
            >
              {t('tokens.end')}
            </Button>
          </li>
        ))}
      </ul>
      <div role="status">
        {made ? <ShownOnce text={t('tokens.shown')} value={made.token} copy={t('tokens.copy')} /> : null}
      </div>
      <AccountForm
        key={made?.id ?? 'first'}
        aside
        submit={make}
        button={t('tokens.make')}
        busyButton={t('account.busy')}
      >
        <NameField label={t('tokens.name')} />
        <span className={styles.buttons}>
          <Select
            label={t('tokens.scope')}
            value={scope}
            options={SCOPES.map((each) => ({ value: each, label: t(`tokens.scope.${each}`) }))}
            onChoose={(raw) => setScope((before) => SCOPES.find((each) => each === raw) ?? before)}
          />
          <Select
            label={t('tokens.life')}
            value={String(life)}
            options={LIVES.map((each) => ({
              value: String(each),
              label: each === 0 ? t('tokens.no-end') : t('tokens.days', { count: each }),
            }))}
            onChoose={(raw) => setLife((before) => LIVES.find((each) => String(each) === raw) ?? before)}
          />
        </span>
      </AccountForm>
    </>
  )
}
