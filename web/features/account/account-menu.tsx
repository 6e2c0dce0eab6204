'use client'
/** Oneself in the header: who one is signed in as, the settings, and the way out. */
import type { Person } from '@dure/api'
import { LogOut, Settings, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Menu, MenuAction, MenuText } from '../../ui/menu.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { LeaveDeviceDialog } from '../kept/leave-device-dialog.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { initials } from '../presence/people.ts'
import { personVariable } from '../presence/person-colour.ts'
import styles from './account-menu.module.css'
import { keptOwnerOf, rememberPerson } from './remembered-person.ts'

export function AccountMenu({ person, colour = 0 }: { readonly person: Person; readonly colour?: number }) {
  const { t } = useTranslator()
  const router = useRouter()
  const notify = useNotices()
  useEffect(() => rememberPerson(person), [person])
  const [leaving, setLeaving] = useState(false)
  const signOut = useCallback(async (): Promise<void> => {
    try {
      await (await browserApi()).signOut()
      rememberPerson(null)
      location.assign('/sign-in')
    } catch {
      notify({ kind: 'trouble', title: t('account.sign-out-failed'), text: t('home.try-again'), subject: 'sign-out' })
      setLeaving(false)
    }
  }, [notify, t])
  const leave = useCallback(() => void signOut(), [signOut])
  return (
    <>
      <Menu
        trigger={
          <button type="button" className={styles.trigger} aria-label={t('account.menu', { name: person.name })}>
            <Avatar aria-hidden="true" initials={initials(person.name)} colour={personVariable(colour)} />
          </button>
        }
      >
        <MenuText title={person.name} text={person.email} />
        <MenuAction icon={<Users />} onChoose={() => router.push('/members')}>
          {t('members.title')}
        </MenuAction>
        <MenuAction icon={<Settings />} onChoose={() => router.push('/settings')}>
          {t('account.settings')}
        </MenuAction>
        <MenuAction icon={<LogOut />} onChoose={() => setLeaving(true)}>
          {t('account.sign-out')}
        </MenuAction>
      </Menu>
      <LeaveDeviceDialog owner={keptOwnerOf(person)} open={leaving} onClose={() => setLeaving(false)} onLeave={leave} />
    </>
  )
}
