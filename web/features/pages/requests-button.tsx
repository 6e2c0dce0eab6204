'use client'
/** How many ask to be let into one's documents; opens who they are. */
import type { AccessRequest } from '@dure/api'
import { type ReactNode, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { useSidebar } from '../sidebar/sidebar-context.tsx'

const RequestList = lazily(async () => (await import('./request-list.tsx')).RequestList)

export function RequestsButton({
  requests,
  icon,
  className,
}: {
  readonly requests: readonly AccessRequest[]
  readonly icon: ReactNode
  readonly className: string | undefined
}) {
  const { t } = useTranslator()
  const store = useSidebar()?.store
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={className} onClick={() => setOpen(true)}>
        {icon}
        <span>
          {t('sidebar.requests')} · {t('sidebar.requests-count', { count: requests.length })}
        </span>
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('sidebar.requests')}
        closeLabel={t('notice.close')}
        size="medium"
      >
        <RequestList requests={requests} withTitles onAnswered={() => void store?.refresh()} />
      </Dialog>
    </>
  )
}
