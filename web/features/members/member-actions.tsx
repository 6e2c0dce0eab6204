'use client'
/** What is done for one person when they cannot get in any longer. */
import type { Member, ResetLink } from '@dure/api'
import { Ellipsis, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuAction } from '../../ui/menu.tsx'
import { ShownOnce } from '../account/shown-once.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'

export function MemberActions({
  member: { id, name },
  onFailed,
}: {
  readonly member: Member
  readonly onFailed: (error: unknown) => void
}) {
  const { t } = useTranslator()
  const [link, setLink] = useState<ResetLink>()
  const makeLink = async (): Promise<void> => {
    try {
      setLink(await (await browserApi()).makeResetLink(id))
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
