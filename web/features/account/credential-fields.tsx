'use client'
/** The fields by which somebody is known, with what a password manager needs to fill them in. */
import { TextField } from '../../ui/text-field.tsx'
import { useTranslator } from '../language/language-provider.tsx'

/** As the API has them; its schemas weigh too much to be loaded for two numbers. */
const MIN_PASSWORD_LENGTH = 10
const MAX_PASSWORD_LENGTH = 128
const MAX_NAME_LENGTH = 60
const MAX_EMAIL_LENGTH = 254

/** @param label Unless it is the person's own name. */
export function NameField({ value = '', label }: { readonly value?: string; readonly label?: string }) {
  const { t } = useTranslator()
  return (
    <TextField
      name="name"
      label={label ?? t('account.name')}
      defaultValue={value}
      required
      maxLength={MAX_NAME_LENGTH}
      autoComplete={label === undefined ? 'name' : 'off'}
    />
  )
}

export function EmailField({ value, fixed = false }: { readonly value?: string; readonly fixed?: boolean }) {
  const { t } = useTranslator()
  return (
    <TextField
      name="email"
      type="email"
      label={t('account.email')}
      defaultValue={value}
      readOnly={fixed}
      required
      maxLength={MAX_EMAIL_LENGTH}
      autoComplete="username"
    />
  )
}

export function PasswordField({
  name = 'password',
  label,
  isNew,
}: {
  readonly name?: string
  readonly label?: string
  readonly isNew: boolean
}) {
  const { t } = useTranslator()
  return (
    <TextField
      name={name}
      type="password"
      label={label ?? t('account.password')}
      {...(isNew ? { description: t('account.password-hint', { count: MIN_PASSWORD_LENGTH }) } : {})}
      required
      minLength={isNew ? MIN_PASSWORD_LENGTH : 1}
      maxLength={MAX_PASSWORD_LENGTH}
      autoComplete={isNew ? 'new-password' : 'current-password'}
    />
  )
}
