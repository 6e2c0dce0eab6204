'use client'
/** That it is really the person who sits here: the password, where there is one. */
import { PasswordField } from '../account/credential-fields.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './settings-page.module.css'

export function ConfirmFields({ email, hasPassword }: { readonly email: string; readonly hasPassword: boolean }) {
  const { t } = useTranslator()
  if (!hasPassword) return <p className={styles.text}>{t('security.fresh')}</p>
  return (
    <>
      {/* A password manager wants to know whose it is. */}
      <input type="email" name="email" value={email} readOnly hidden autoComplete="username" />
      <PasswordField label={t('settings.current-password')} isNew={false} />
    </>
  )
}
