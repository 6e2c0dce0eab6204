'use client'
/** Creates a document and goes there. */
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { useSidebar } from '../sidebar/sidebar-context.tsx'

export function NewDocumentButton() {
  const { t } = useTranslator()
  const notify = useNotices()
  const router = useRouter()
  const sidebar = useSidebar()
  const [creating, setCreating] = useState(false)
  const [leaving, startLeaving] = useTransition()
  const busy = creating || leaving

  const create = async (): Promise<void> => {
    // A double click must not make two documents.
    if (busy) return
    setCreating(true)
    try {
      const { id } = await (await browserApi()).createDocument()
      void sidebar?.store.refresh()
      startLeaving(() => router.push(`/d/${id}`))
    } catch {
      notify({ kind: 'trouble', title: t('home.create-failed'), text: t('home.try-again'), subject: 'home-create' })
    } finally {
      setCreating(false)
    }
  }

  return (
    <Button kind="primary" icon={<Plus />} onClick={() => void create()} aria-busy={busy}>
      {busy ? t('home.creating') : t('home.new')}
    </Button>
  )
}
