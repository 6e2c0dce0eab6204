'use client'
/** What is done for one person when they cannot get in any longer. */
import type { Member, ResetLink } from '@dure/api'
import { Ellipsis, FolderInput, KeyRound, ScrollText, ShieldOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuAction } from '../../ui/menu.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { ShownOnce } from '../account/shown-once.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './members.module.css'

export function MemberActions({
  member,
  owns,
  selfId,
  onFailed,
  onChanged,
}: {
  readonly member: Member
  /** Whether the owner asks. */
  readonly owns: boolean
  /** Who becomes the owner of what is taken over. */
  readonly selfId: string
  readonly onFailed: (error: unknown) => void
  readonly onChanged: () => void
}) {
  const { t, counted } = useTranslator()
  const router = useRouter()
  const notify = useNotices()
  const { id, name, secondFactor, disabled } = member
  const [link, setLink] = useState<ResetLink>()
  const [taking, setTaking] = useState(false)
  const takeOver = async (): Promise<void> => {
    setTaking(false)
    try {
      const { documents } = await (await browserApi()).takeOverDocuments(id, selfId)
      notify({ kind: 'done', title: counted('owner.taken-over', documents), subject: 'members' })
    } catch (error) {
      onFailed(error)
    }
  }
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
        {disabled ? (
          <MenuAction icon={<FolderInput />} onChoose={() => setTaking(true)}>
            {t('owner.take-over')}
          </MenuAction>
        ) : null}
      </Menu>
      <Dialog
        open={taking}
        onOpenChange={setTaking}
        title={t('owner.take-over-title', { name })}
        closeLabel={t('notice.close')}
        size="small"
      >
        <p>{t('owner.take-over-text', { name })}</p>
        <div className={styles.answers}>
          <Button onClick={() => setTaking(false)}>{t('bin.cancel')}</Button>
          <Button kind="primary" onClick={() => void takeOver()}>
            {t('owner.take-over')}
          </Button>
        </div>
      </Dialog>
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
