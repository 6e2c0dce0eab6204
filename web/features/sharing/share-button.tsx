'use client'
/** Opens the share dialog; its picture tells how far the document reaches. */
import type { Person } from '@dure/api'
import type { Reach } from '@dure/protocol'
import { Globe, Lock, Users } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './share-button.module.css'

const ShareDialog = lazily(async () => (await import('./share-dialog.tsx')).ShareDialog)

const PICTURE: Readonly<Record<Reach, typeof Lock>> = { restricted: Lock, workspace: Users, link: Globe }

export function ShareButton({
  documentId,
  firstReach,
  person,
}: {
  readonly documentId: string
  readonly firstReach: Reach
  /** Who is signed in. */
  readonly person: Person
}) {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  const [used, setUsed] = useState(false)
  if (open && !used) setUsed(true)
  const [reach, setReach] = useState(firstReach)
  const Picture = PICTURE[reach]
  return (
    <>
      <Button
        kind="primary"
        className={styles.button}
        icon={<Picture aria-hidden="true" />}
        aria-label={t('share.button', { reach: t(`share.reach.${reach}`) })}
        onClick={() => setOpen(true)}
      >
        {t('share.title')}
      </Button>
      {used ? (
        <ShareDialog documentId={documentId} person={person} open={open} onOpenChange={setOpen} onReach={setReach} />
      ) : null}
    </>
  )
}
