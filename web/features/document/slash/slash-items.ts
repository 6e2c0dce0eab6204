/** What the slash menu offers, found by its name and by words in both languages, whichever the interface speaks. */
import {
  AppWindow,
  AtSign,
  CalendarDays,
  Columns2,
  Columns3,
  Columns4,
  FileText,
  Heading1,
  Heading2,
  Heading3,
  Image as ImageIcon,
  List,
  ListCollapse,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  MessageSquareWarning,
  Minus,
  Paperclip,
  Pilcrow,
  Radical,
  Sigma,
  Smile,
  SquareCode,
  Table,
  TableOfContents,
  TextQuote,
  Video,
  Workflow,
} from 'lucide-react'
import type { Translator } from '../../language/translate.ts'
import { STRUCTURES } from '../block-commands.ts'
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
  {
    name: 'image',
    command: INSERTS.image,
    icon: ImageIcon,
    aliases: ['image', 'picture', 'photo', 'upload', '이미지', '그림', '사진', '업로드'],
  },
  {
    name: 'video',
    command: INSERTS.video,
    icon: Video,
    aliases: ['video', 'movie', 'film', '동영상', '비디오', '영상'],
  },
  {
    name: 'file',
    command: INSERTS.file,
    icon: Paperclip,
    aliases: ['file', 'attachment', 'upload', 'pdf', '파일', '첨부', '업로드'],
  },
  {
    name: 'table',
    command: STRUCTURES.table,
    icon: Table,
    aliases: ['table', 'grid', '표', '테이블'],
  },
  {
    name: 'toggle',
    command: STRUCTURES.toggle,
    icon: ListCollapse,
    aliases: ['toggle', 'details', 'fold', 'collapse', '접기', '접는글', '토글'],
  },
  {
    name: 'callout',
    command: STRUCTURES.callout,
    icon: MessageSquareWarning,
    aliases: ['callout', 'note', 'tip', 'warning', 'alert', 'box', '알림', '강조', '상자', '콜아웃'],
  },
  {
    name: 'columns-2',
    command: STRUCTURES['columns-2'],
    icon: Columns2,
    aliases: ['columns', 'columns2', 'side', '단', '다단', '2단', '열'],
  },
  {
    name: 'columns-3',
    command: STRUCTURES['columns-3'],
    icon: Columns3,
    aliases: ['columns', 'columns3', '단', '다단', '3단', '열'],
  },
  {
    name: 'columns-4',
    command: STRUCTURES['columns-4'],
    icon: Columns4,
    aliases: ['columns', 'columns4', '단', '다단', '4단', '열'],
  },
  {
    name: 'contents',
    command: STRUCTURES.contents,
    icon: TableOfContents,
    aliases: ['contents', 'toc', 'outline', '차례', '목차'],
  },
  {
    name: 'math',
    command: STRUCTURES.math,
    icon: Sigma,
    aliases: ['math', 'formula', 'equation', 'latex', 'katex', '수식', '수학', '방정식'],
  },
  {
    name: 'inline-math',
    command: STRUCTURES['inline-math'],
    icon: Radical,
    aliases: ['inlinemath', 'formula', 'latex', '수식', '글속수식', '인라인수식'],
  },
  {
    name: 'diagram',
    command: STRUCTURES.diagram,
    icon: Workflow,
    aliases: ['diagram', 'mermaid', 'flowchart', 'chart', '다이어그램', '도표', '순서도', '흐름도'],
  },
  {
    name: 'embed',
    command: STRUCTURES.embed,
    icon: AppWindow,
    aliases: ['embed', 'youtube', 'vimeo', 'figma', 'iframe', '임베드', '영상', '유튜브'],
  },
  {
    name: 'date',
    command: STRUCTURES.date,
    icon: CalendarDays,
    aliases: ['date', 'today', '날짜', '오늘'],
  },
  {
    name: 'emoji',
    command: STRUCTURES.emoji,
    icon: Smile,
    aliases: ['emoji', 'smiley', '이모지', '이모티콘', '그림글자'],
  },
  {
    name: 'mention',
    command: STRUCTURES.mention,
    icon: AtSign,
    aliases: ['mention', 'person', 'people', '언급', '사람', '멘션'],
  },
  {
    name: 'page-link',
    command: STRUCTURES['page-link'],
    icon: FileText,
    aliases: ['page', 'linktopage', 'document', '문서', '문서링크', '페이지'],
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
