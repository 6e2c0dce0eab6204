'use client'
/** What is done for one person when they cannot get in any longer. */
import type { Member, ResetLink } from '@dure/api'
import { Ellipsis, KeyRound, ScrollText, ShieldOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuAction } from '../../ui/menu.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { ShownOnce } from '../account/shown-once.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'

export function MemberActions({
  member: { id, name, secondFactor },
  owns,
  onFailed,
  onChanged,
}: {
  readonly member: Member
  /** Whether the owner asks. */
  readonly owns: boolean
  readonly onFailed: (error: unknown) => void
  readonly onChanged: () => void
}) {
  const { t } = useTranslator()
  const router = useRouter()
  const notify = useNotices()
  const [link, setLink] = useState<ResetLink>()
  const makeLink = async (): Promise<void> => {
    try {
      setLink(await (await browserApi()).makeResetLink(id))
    } catch (error) {
      onFailed(error)
    }
  }
  const resetFactor = async (): Promise<void> => {
    try {
      await (await browserApi()).resetSecondFactor(id)
      notify({
        kind: 'done',
        title: t('members.factor-reset'),
        text: t('members.factor-reset-text', { name }),
        subject: 'members',
      })
      onChanged()
    } catch (error) {
      onFailed(error)
    }
  }
  return (
    <>
      <Menu trigger={<IconButton icon={<Ellipsis />} label={t('members.actions', { name })} />}>
        <MenuAction icon={<KeyRound />} onChoose={() => void makeLink()}>
          {t('members.make-reset')}
        </MenuAction>
        {owns && secondFactor ? (
          <MenuAction icon={<ShieldOff />} onChoose={() => void resetFactor()}>
            {t('members.reset-factor')}
          </MenuAction>
        ) : null}
        <MenuAction icon={<ScrollText />} onChoose={() => router.push(`/audit?person=${id}`)}>
          {t('members.audit')}
        </MenuAction>
      </Menu>
      <Dialog
        open={link !== undefined}
        onOpenChange={(open) => (open ? undefined : setLink(undefined))}
        title={t('members.reset-title', { name })}
        closeLabel={t('notice.close')}
        size="medium"
      >
        {link ? (
          <ShownOnce
            text={t('members.reset-text', { name })}
            value={`${location.origin}/reset/${link.token}`}
            copy={t('document.copy-link')}
          />
        ) : null}
      </Dialog>
    </>
  )
}
