'use client'
/** What is done to a page, wherever its menu is: asked of the API, told in a notice, seen in the sidebar. */
import type { ApiClient, MovePage } from '@dure/api'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { useSidebar } from '../sidebar/sidebar-context.tsx'
import { pageProblem } from './page-problems.ts'
import { RESTORED } from './restored.ts'

export interface NamedPage {
  readonly id: string
  readonly title: string
}

export interface PageActions {
  /** Makes a page and goes there. */
  create(parentId?: string): Promise<void>
  /** Answers whether it was done. */
  move(page: NamedPage, to: MovePage): Promise<boolean>
  duplicate(page: NamedPage): Promise<void>
  setFavourite(page: NamedPage, favourite: boolean): Promise<boolean>
  /** Answers whether it was done; offers to undo it. */
  bin(page: NamedPage): Promise<boolean>
  restore(page: NamedPage): Promise<boolean>
  copyLink(page: NamedPage): Promise<void>
}

/** Long enough to think better of it; the bin has it for a month. */
const ACTION_MS = 20_000

export function usePageActions(): PageActions {
  const { t } = useTranslator()
  const notify = useNotices()
  const router = useRouter()
  const store = useSidebar()?.store
  return useMemo(() => {
    const tried = async (work: (api: ApiClient) => Promise<void>): Promise<boolean> => {
      try {
        await work(await browserApi())
        return true
      } catch (error) {
        notify({
          kind: 'trouble',
          title: t('page.failed'),
          text: pageProblem(problemKind(error), t),
          subject: 'page',
        })
        return false
      } finally {
        void store?.refresh()
      }
    }
    const called = ({ title }: NamedPage): string => title.trim() || t('home.untitled')
    const restore = async (page: NamedPage): Promise<boolean> => {
      const done = await tried((api) => api.restoreDocument(page.id))
      if (done) {
        notify({ kind: 'done', title: t('bin.restored'), text: called(page), subject: `bin-${page.id}` })
        router.refresh()
        dispatchEvent(new CustomEvent(RESTORED, { detail: page.id }))
      }
      return done
    }
    return {
      async create(parentId) {
        await tried(async (api) => {
          const { id } = await api.createDocument(parentId === undefined ? {} : { parentId })
          if (parentId !== undefined) await store?.open(parentId)
          router.push(`/d/${id}`)
        })
      },
      async move(page, to) {
        const done = await tried((api) => api.movePage(page.id, to))
        if (done && to.parentId !== null) await store?.open(to.parentId)
        if (done) router.refresh()
        return done
      },
      async duplicate(page) {
        notify({ kind: 'done', title: t('page.duplicating'), subject: 'duplicate' })
        await tried(async (api) => {
          const { id } = await api.copyDocument(page.id, {
            title: t('page.copy-of', { title: called(page) }).slice(0, 200),
          })
          notify({
            kind: 'done',
            title: t('page.duplicated'),
            text: t('page.duplicated-text'),
            subject: 'duplicate',
            action: { label: t('page.open-copy'), run: () => router.push(`/d/${id}`) },
            forMs: ACTION_MS,
          })
        })
      },
      setFavourite: (page, favourite) =>
        tried((api) => (favourite ? api.addFavourite(page.id) : api.removeFavourite(page.id))),
      async bin(page) {
        const done = await tried((api) => api.binDocument(page.id))
        if (done) {
          notify({
            kind: 'done',
            title: t('bin.moved'),
            text: t('bin.moved-text', { title: called(page) }),
            subject: `bin-${page.id}`,
            action: { label: t('bin.undo'), run: () => void restore(page) },
            forMs: ACTION_MS,
          })
        }
        return done
      },
      restore,
      async copyLink({ id }) {
        try {
          await navigator.clipboard.writeText(`${location.origin}/d/${id}`)
          notify({ kind: 'done', title: t('document.link-copied'), subject: 'copy' })
        } catch {
          // Without a secure context, or without leave, there is no clipboard.
          notify({
            kind: 'trouble',
            title: t('document.copy-failed'),
            text: t('document.copy-failed-hint'),
            subject: 'copy',
          })
        }
      },
    }
  }, [t, notify, router, store])
}
