'use client'
/** What is in the "…" of a document; loaded with the menu that it stands in. */
import { plainText, readDocument, writeMarkdown } from '@dure/document'
import { mayWrite } from '@dure/protocol'
import {
  Copy,
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
import { MenuAction, MenuCheck, MenuLine } from '../../../ui/menu.tsx'
import { useNotices } from '../../../ui/notice.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { usePageActions } from '../../pages/use-page-actions.ts'
import { openFind } from '../find/open-find.ts'
import { platformOf, shortcut } from '../keys.ts'
import type { MenuDocument } from './menu-document.ts'

export function DocumentMenuItems({
  document,
  wide,
  onWide,
  favourite,
  onFavourite,
  onMove,
  onCount,
}: {
  readonly document: MenuDocument
  readonly wide: boolean
  readonly onWide: (wide: boolean) => void
  readonly favourite: boolean
  readonly onFavourite: (favourite: boolean) => void
  readonly onMove: () => void
  /** With the text to be counted. */
  readonly onCount: (text: string) => void
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const actions = usePageActions()
  const { id, title, role, doc, own } = document
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
    if (await actions.setFavourite(page, !favourite)) onFavourite(!favourite)
  }
  return (
    <>
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
            <MenuAction icon={<FolderInput />} onChoose={() => onMove()}>
              {t('page.move')}
            </MenuAction>
          ) : null}
        </>
      ) : null}
      <MenuLine />
      <MenuAction icon={<Search />} keys={shortcut('Mod-f', platformOf(navigator.platform))} onChoose={openFind}>
        {t('menu.find')}
      </MenuAction>
      <MenuAction icon={<Text />} onChoose={() => onCount(plainText(readDocument(doc)))}>
        {t('menu.word-count')}
      </MenuAction>
      <MenuCheck icon={<MoveHorizontal />} checked={wide} onChoose={() => onWide(!wide)}>
        {t('menu.full-width')}
      </MenuCheck>
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
    </>
  )
}
