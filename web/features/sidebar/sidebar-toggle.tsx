'use client'
/** The button at the left of a header that shows and hides the sidebar; nothing where there is none. */
import { PanelLeft } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { useSidebar } from './sidebar-context.tsx'

export function SidebarToggle() {
  const { t } = useTranslator()
  const sidebar = useSidebar()
  if (!sidebar) return null
  return (
    <IconButton
      label={sidebar.open ? t('sidebar.close') : t('sidebar.open')}
      icon={<PanelLeft />}
      aria-expanded={sidebar.open}
      aria-controls="sidebar"
      onClick={sidebar.toggle}
    />
  )
}
