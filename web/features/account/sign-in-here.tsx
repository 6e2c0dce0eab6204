'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslator } from '../language/language-provider.tsx'
import { signInPath } from './next-path.ts'

/** To the sign-in page, and back to where one is. */
export function SignInHere() {
  const { t } = useTranslator()
  return <Link href={signInPath(usePathname())}>{t('account.sign-in')}</Link>
}
