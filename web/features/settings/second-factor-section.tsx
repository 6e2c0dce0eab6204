'use client'
/** Turning the second factor on, in three steps: the password, a code of the app, the recovery codes. And off. */
import type { SecondFactorKey, Security } from '@dure/api'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { AccountForm } from '../account/account-form.tsx'
import { ShownOnce } from '../account/shown-once.tsx'
import { CodeField } from '../account/sign-in-form.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { ConfirmFields } from './confirm-fields.tsx'
import styles from './security.module.css'

// Most who open their settings turn nothing on.
const QrCode = lazily(async () => (await import('./qr-code.tsx')).QrCode)

type Step =
  | { readonly kind: 'idle' }
  | { readonly kind: 'confirm'; readonly to: 'on' | 'off' }
  | { readonly kind: 'key'; readonly key: SecondFactorKey }
  | { readonly kind: 'codes'; readonly codes: readonly string[] }

const IDLE: Step = { kind: 'idle' }

export function SecondFactorSection({ email, security }: { readonly email: string; readonly security: Security }) {
  const { t, counted } = useTranslator()
  const router = useRouter()
  const notify = useNotices()
  const [step, setStep] = useState<Step>(IDLE)
  const { hasPassword, secondFactor } = security
  const confirmed = async (to: 'on' | 'off', password: string | undefined): Promise<void> => {
    const api = await browserApi()
    const confirm = password === undefined ? {} : { password }
    if (to === 'on') return setStep({ kind: 'key', key: await api.startSecondFactor(confirm) })
    await api.endSecondFactor(confirm)
    setStep(IDLE)
    notify({ kind: 'done', title: t('security.factor-ended'), subject: 'settings' })
    router.refresh()
  }
  const turnOn = async ({ code = '' }: Readonly<Record<string, string>>): Promise<void> => {
    const { recoveryCodes } = await (await browserApi()).confirmSecondFactor({ code })
    setStep({ kind: 'codes', codes: recoveryCodes })
  }
  const cancel = (
    <Button kind="quiet" onClick={() => setStep(IDLE)}>
      {t('security.cancel')}
    </Button>
  )
  switch (step.kind) {
    case 'idle':
      return (
        <div className={styles.row}>
          <span className={styles.state}>
            {secondFactor.on
              ? `${t('security.factor-is-on')} ${counted('security.codes-left', secondFactor.recoveryCodesLeft)}`
              : t('security.factor-is-off')}
          </span>
          <Button onClick={() => setStep({ kind: 'confirm', to: secondFactor.on ? 'off' : 'on' })}>
            {t(secondFactor.on ? 'security.turn-off' : 'security.turn-on')}
          </Button>
        </div>
      )
    case 'confirm':
      return (
        <>
          <AccountForm
            aside
            submit={({ password }) => confirmed(step.to, password)}
            button={t(step.to === 'on' ? 'security.go-on' : 'security.turn-off-now')}
            busyButton={t('account.busy')}
          >
            <ConfirmFields email={email} hasPassword={hasPassword} />
          </AccountForm>
          {cancel}
        </>
      )
    case 'key':
      return (
        <>
          <div className={styles.steps}>
            <QrCode text={step.key.uri} label={t('security.qr')} />
            <div className={styles.hand}>
              <p>{t('security.scan')}</p>
              <code>{step.key.key}</code>
            </div>
          </div>
          <AccountForm aside submit={turnOn} button={t('security.turn-on-now')} busyButton={t('account.busy')}>
            <CodeField description={t('security.code-hint')} />
          </AccountForm>
          {cancel}
        </>
      )
    case 'codes':
      return (
        <div role="status">
          <ShownOnce text={t('security.codes')} value={step.codes.join('\n')} copy={t('security.copy-codes')} />
          <div className={styles.row}>
            <Button
              kind="primary"
              onClick={() => {
                setStep(IDLE)
                router.refresh()
              }}
            >
              {t('security.codes-kept')}
            </Button>
          </div>
        </div>
      )
    default:
      return step satisfies never
  }
}
