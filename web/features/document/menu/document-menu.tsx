'use client'
/** The "…" of a document: everything that is done with the whole of it. */
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import type { MenuDocument } from './menu-document.ts'

const DocumentMenuItems = lazily(async () => (await import('./document-menu-items.tsx')).DocumentMenuItems)
const MoveDialog = lazily(async () => (await import('../../pages/move-dialog.tsx')).MoveDialog)
const WordCountDialog = lazily(async () => (await import('./word-count-dialog.tsx')).WordCountDialog)

export function DocumentMenu({
  document,
  wide,
  onWide,
}: {
  readonly document: MenuDocument
  readonly wide: boolean
  readonly onWide: (wide: boolean) => void
}) {
  const { t } = useTranslator()
  const [moving, setMoving] = useState(false)
  const [counted, setCounted] = useState<string>()
  const { id, title, role, own } = document
  const [favourite, setFavourite] = useState(own?.favourite ?? false)
  return (
    <>
      <Menu trigger={<IconButton label={t('menu.label')} icon={<Ellipsis />} />}>
        <DocumentMenuItems
          document={document}
          wide={wide}
          onWide={onWide}
          favourite={favourite}
          onFavourite={setFavourite}
          onMove={() => setMoving(true)}
          onCount={setCounted}
        />
      </Menu>
      {moving ? (
        <MoveDialog page={{ id, title }} mayTop={role === 'owner'} open onClose={() => setMoving(false)} />
      ) : null}
      {counted === undefined ? null : <WordCountDialog text={counted} onClose={() => setCounted(undefined)} />}
    </>
  )
}
