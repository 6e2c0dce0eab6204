/** What the slash menu offers, found by its name and by words in both languages, whichever the interface speaks. */
import {
  Heading1,
  Heading2,
  Heading3,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Minus,
  Pilcrow,
  SquareCode,
  TextQuote,
} from 'lucide-react'
import type { Translator } from '../../language/translate.ts'
import { BLOCKS, INSERTS, KINDS, type TextCommand } from '../text-commands.ts'

export interface SlashItem {
  readonly name: string
  readonly command: TextCommand
  readonly icon: LucideIcon
  readonly aliases: readonly string[]
}

export const SLASH_ITEMS: readonly SlashItem[] = [
  {
    name: 'text',
    command: KINDS.text,
    icon: Pilcrow,
    aliases: ['text', 'paragraph', 'plain', '본문', '글', '문단', '텍스트'],
  },
  {
    name: 'heading-1',
    command: KINDS['heading-1'],
    icon: Heading1,
    aliases: ['heading1', 'h1', 'title', '제목1', '큰제목'],
  },
  {
    name: 'heading-2',
    command: KINDS['heading-2'],
    icon: Heading2,
    aliases: ['heading2', 'h2', 'subtitle', '제목2', '중간제목'],
  },
  {
    name: 'heading-3',
    command: KINDS['heading-3'],
    icon: Heading3,
    aliases: ['heading3', 'h3', '제목3', '작은제목', '소제목'],
  },
  {
    name: 'bullets',
    command: BLOCKS.bullets,
    icon: List,
    aliases: ['bullets', 'list', 'unordered', 'ul', '목록', '글머리', '불릿'],
  },
  {
    name: 'numbers',
    command: BLOCKS.numbers,
    icon: ListOrdered,
    aliases: ['numbers', 'list', 'ordered', 'ol', '목록', '번호', '숫자'],
  },
  {
    name: 'tasks',
    command: BLOCKS.tasks,
    icon: ListTodo,
    aliases: ['tasks', 'todo', 'checkbox', '목록', '할일', '체크'],
  },
  {
    name: 'quote',
    command: BLOCKS.quote,
    icon: TextQuote,
    aliases: ['quote', 'blockquote', 'citation', '인용', '따옴표'],
  },
  {
    name: 'code-block',
    command: BLOCKS['code-block'],
    icon: SquareCode,
    aliases: ['code', 'codeblock', 'pre', '코드'],
  },
  {
    name: 'divider',
    command: INSERTS.divider,
    icon: Minus,
    aliases: ['divider', 'rule', 'line', 'hr', '구분선', '가로줄', '선'],
  },
]

/** Names that begin with the query first, then those that have it anywhere; in the order of the menu. */
export function matchingItems(query: string, t: Translator['t'], items = SLASH_ITEMS): readonly SlashItem[] {
  const wanted = folded(query)
  if (wanted === '') return items
  const words = new Map(items.map((item) => [item, [t(item.command.label), ...item.aliases].map(folded)]))
  const having = (fits: (word: string) => boolean) => items.filter((item) => words.get(item)?.some(fits))
  return [...new Set([...having((word) => word.startsWith(wanted)), ...having((word) => word.includes(wanted))])]
}

/** NFC, because an input method may give Hangul in pieces; without spaces, so that `heading1` finds "Heading 1". */
const folded = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s/g, '')
