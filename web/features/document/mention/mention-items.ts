/** What the menu at `@` offers: people and pages that our own API and this page know, and dates. */
import type { DocumentPage, Member } from '@dure/api'
import { browserApi } from '../../api/browser-api.ts'
import type { Translator } from '../../language/translate.ts'
import { datesFor, dateWords } from '../blocks/date-words.ts'

export interface MentionItem {
  readonly of: 'person' | 'document' | 'date'
  readonly target: string
  readonly label: string
  /** Said beside the label. */
  readonly hint: string
}

export interface Present {
  readonly key: string
  readonly name: string
}

const MAX_PEOPLE = 6
const MAX_PAGES = 8
const PAGES_ASKED = 100
const FRESH_MS = 30_000

type KnownDocument = Pick<DocumentPage['documents'][number], 'id' | 'title'>

interface Known {
  readonly members: readonly Pick<Member, 'id' | 'name' | 'disabled'>[]
  /** Those that changed last. */
  readonly documents: readonly KnownDocument[]
  /** There are more than these. */
  readonly areMore: boolean
}

let known: Promise<Known> | undefined
let knownAt = 0

/** What cannot be asked for (a guest, no network) is nothing to choose from. */
function askAround(now: number): Promise<Known> {
  if (known && now - knownAt < FRESH_MS) return known
  knownAt = now
  known = browserApi().then(async (api) => {
    const [members, page] = await Promise.all([
      api.listMembers().catch(() => []),
      api.listDocuments({ limit: PAGES_ASKED }).catch(() => ({ documents: [], nextCursor: undefined })),
    ])
    return { members, documents: page.documents, areMore: page.nextCursor !== undefined }
  })
  return known
}

/** In a large workspace, by their titles. */
async function askForPages(titled: string): Promise<readonly KnownDocument[]> {
  const api = await browserApi()
  const page = await api.listDocuments({ titled, limit: MAX_PAGES + 1 }).catch(() => ({ documents: [] }))
  return page.documents
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s/g, '')

export interface Asking {
  readonly translator: Translator
  /** Who has the document open. */
  readonly present: readonly Present[]
  readonly documentId: string
}

export async function mentionItems(
  text: string,
  { translator, present, documentId }: Asking,
): Promise<readonly MentionItem[]> {
  const { t, language } = translator
  const wanted = folded(text)
  const { members, documents: latest, areMore } = await askAround(Date.now())
  const documents = areMore && wanted !== '' ? await askForPages(text.trim()) : latest
  const people = new Map(present.filter(({ name }) => name !== '').map(({ key, name }) => [key, name]))
  for (const { id, name, disabled } of members) if (!disabled) people.set(id, name)
  const fits = (label: string) => folded(label).includes(wanted)
  const best = (a: string, b: string) =>
    Number(folded(b).startsWith(wanted)) - Number(folded(a).startsWith(wanted)) || a.localeCompare(b, language)
  const named = [...people].filter(([, name]) => fits(name)).sort(([, a], [, b]) => best(a, b))
  const pages = documents.filter(({ id, title }) => id !== documentId && title.trim() !== '' && fits(title))
  const dates = datesFor(text, new Date(), language)
  return [
    ...dates.map(({ iso, word }): MentionItem => {
      return { of: 'date', target: iso, label: dateWords(iso, language), hint: word }
    }),
    ...named
      .slice(0, MAX_PEOPLE)
      .map(([target, label]): MentionItem => ({ of: 'person', target, label, hint: t('mention.person') })),
    ...pages
      .slice(0, MAX_PAGES)
      .map(({ id, title }): MentionItem => ({ of: 'document', target: id, label: title, hint: t('mention.page') })),
  ]
}
