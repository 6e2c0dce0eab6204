'use client'
/** The "…" of a document: everything that is done with the whole of it. */
import { plainText, readDocument, writeMarkdown } from '@dure/document'
import { mayWrite, type Role } from '@dure/protocol'
import {
  Copy,
  Ellipsis,
  FileDown,
  FolderInput,
  Link2,
  MoveHorizontal,
  Printer,
  Search,
  Star,
  StarOff,
  Text,
  Trash2,
} from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuAction, MenuLine, MenuSwitch } from '../../../ui/menu.tsx'
import { useNotices } from '../../../ui/notice.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { usePageActions } from '../../pages/use-page-actions.ts'
import { openFind } from '../find/open-find.ts'
import { platformOf, shortcut } from '../keys.ts'

const MoveDialog = dynamic(() => import('../../pages/move-dialog.tsx').then((module) => module.MoveDialog), {
  ssr: false,
})
const WordCountDialog = dynamic(() => import('./word-count-dialog.tsx').then((module) => module.WordCountDialog), {
  ssr: false,
})

export interface MenuDocument {
  readonly id: string
  readonly title: string
  readonly role: Role
  readonly doc: Y.Doc
  /** Null for somebody without an account, who has nothing of their own to put it into. */
  readonly own: { readonly favourite: boolean; readonly mayBin: boolean } | null
}

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
  const notify = useNotices()
  const actions = usePageActions()
  const { id, title, role, doc, own } = document
  const [favourite, setFavourite] = useState(own?.favourite ?? false)
  useEffect(() => setFavourite(own?.favourite ?? false), [own?.favourite])
  const [moving, setMoving] = useState(false)
  const [counted, setCounted] = useState<string>()
  const page = { id, title }

  const copyMarkdown = async (): Promise<void> => {
    const heading = title.trim() === '' ? '' : `# ${title.trim()}\n\n`
    try {
      await navigator.clipboard.writeText(`${heading}${writeMarkdown(readDocument(doc))}\n`)
      notify({ kind: 'done', title: t('menu.markdown-done'), text: t('menu.markdown-text'), subject: 'copy' })
    } catch {
      // Without a secure context, or without leave, there is no clipboard.
      notify({ kind: 'trouble', title: t('page.failed'), text: t('share.copy-failed-hint'), subject: 'copy' })
    }
  }
  const star = async (): Promise<void> => {
    if (await actions.setFavourite(page, !favourite)) setFavourite(!favourite)
  }
  return (
    <>
      <Menu trigger={<IconButton label={t('menu.label')} icon={<Ellipsis />} />}>
        <MenuAction icon={<Link2 />} onChoose={() => void actions.copyLink(page)}>
          {t('page.copy-link')}
        </MenuAction>
        <MenuAction icon={<FileDown />} onChoose={() => void copyMarkdown()}>
          {t('menu.markdown')}
        </MenuAction>
        {own ? (
          <>
            <MenuAction icon={favourite ? <StarOff /> : <Star />} onChoose={() => void star()}>
              {favourite ? t('page.remove-favourite') : t('page.add-favourite')}
            </MenuAction>
            <MenuAction icon={<Copy />} onChoose={() => void actions.duplicate(page)}>
              {t('page.duplicate')}
            </MenuAction>
            {mayWrite(role) ? (
              <MenuAction icon={<FolderInput />} onChoose={() => setMoving(true)}>
                {t('page.move')}
              </MenuAction>
            ) : null}
          </>
        ) : null}
        <MenuLine />
        <MenuAction icon={<Search />} keys={shortcut('Mod-f', platformOf(navigator.platform))} onChoose={openFind}>
          {t('menu.find')}
        </MenuAction>
        <MenuAction icon={<Text />} onChoose={() => setCounted(plainText(readDocument(doc)))}>
          {t('menu.word-count')}
        </MenuAction>
        <MenuSwitch icon={<MoveHorizontal />} on={wide} onChange={onWide}>
          {t('menu.full-width')}
        </MenuSwitch>
        <MenuAction icon={<Printer />} onChoose={() => print()}>
          {t('menu.print')}
        </MenuAction>
        {own?.mayBin ? (
          <>
            <MenuLine />
            <MenuAction danger icon={<Trash2 />} onChoose={() => void actions.bin(page)}>
              {t('page.bin')}
            </MenuAction>
          </>
        ) : null}
      </Menu>
      {moving ? <MoveDialog page={page} mayTop={role === 'owner'} open onClose={() => setMoving(false)} /> : null}
      {counted === undefined ? null : <WordCountDialog text={counted} onClose={() => setCounted(undefined)} />}
    </>
  )
}
