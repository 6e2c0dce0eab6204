/** Marks. None excludes another: two people may well put any two on the same text. */
import { markAttributes, safeUrl } from '@dure/document'
import { Mark, markInputRule, markPasteRule } from '@tiptap/core'
import { UNKNOWN_MARK } from '../binding/nodes.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    marks: {
      /** Turns bold, italic, underline, strike, code or highlight on or off. */
      toggleStyle: (name: 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'highlight') => ReturnType
      /** Colours text; null takes the colour away. */
      setTextColor: (color: string | null) => ReturnType
      setHighlight: (color: string | null) => ReturnType
      /** Links the selection; null unlinks. False for an address that is not safe. */
      setLink: (href: string | null) => ReturnType
    }
  }
}

interface Style {
  readonly name: string
  readonly tag: string
  readonly key: string
  readonly parse: readonly { tag?: string; style?: string; getAttrs?: (value: never) => false | null }[]
  readonly delimiter?: RegExp
}

const weight = (value: string) => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false)

const STYLES: readonly Style[] = [
  {
    name: 'bold',
    tag: 'strong',
    key: 'Mod-b',
    parse: [
      { tag: 'strong' },
      // Not by the text of its style: Word says `mso-bidi-font-weight:normal` of what is bold.
      { tag: 'b', getAttrs: (element: HTMLElement) => (element.style.fontWeight === 'normal' ? false : null) },
      { style: 'font-weight', getAttrs: weight },
    ],
    delimiter: /(?:^|\s)(\*\*(?!\s+\*\*)([^*]+)\*\*)$/,
  },
  {
    name: 'italic',
    tag: 'em',
    key: 'Mod-i',
    parse: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
    delimiter: /(?:^|\s)(\*(?!\s+\*)([^*]+)\*)$/,
  },
  { name: 'underline', tag: 'u', key: 'Mod-u', parse: [{ tag: 'u' }, { style: 'text-decoration=underline' }] },
  {
    name: 'strike',
    tag: 's',
    key: 'Mod-Shift-s',
    parse: [{ tag: 's' }, { tag: 'del' }, { style: 'text-decoration=line-through' }],
    delimiter: /(?:^|\s)(~~(?!\s+~~)([^~]+)~~)$/,
  },
  {
    name: 'code',
    tag: 'code',
    key: 'Mod-e',
    parse: [{ tag: 'code:not(pre > code)' }],
    delimiter: /(?:^|\s)(`(?!\s+`)([^`]+)`)$/,
  },
]

export const styleMarks = STYLES.map((style) =>
  Mark.create({
    name: style.name,
    excludes: style.name,
    parseHTML: () => style.parse.map((rule) => ({ ...rule })) as never,
    renderHTML: () => [style.tag, 0],
    addKeyboardShortcuts() {
      return { [style.key]: () => this.editor.commands.toggleMark(style.name) }
    },
    addInputRules() {
      return style.delimiter ? [markInputRule({ find: style.delimiter, type: this.type })] : []
    },
    addPasteRules() {
      return []
    },
  }),
)

function colored(name: 'highlight' | 'color', tag: string) {
  return Mark.create({
    name,
    excludes: name,
    addAttributes: () => ({
      color: {
        default: name === 'highlight' ? 'yellow' : 'gray',
        parseHTML: (element: HTMLElement) => markAttributes(name, { color: element.dataset['color'] })?.['color'],
        renderHTML: (attributes: Record<string, unknown>) => ({ 'data-color': String(attributes['color']) }),
      },
    }),
    parseHTML: () => [{ tag: name === 'highlight' ? 'mark' : 'span[data-color]' }],
    renderHTML: ({ HTMLAttributes }) => [tag, { ...HTMLAttributes, class: name }, 0],
    addInputRules() {
      return name === 'highlight' ? [markInputRule({ find: /(?:^|\s)(==(?!\s+==)([^=]+)==)$/, type: this.type })] : []
    },
    addKeyboardShortcuts() {
      if (name !== 'highlight') return {}
      return { 'Mod-Shift-h': () => this.editor.commands.toggleMark(name) }
    },
  })
}

export const Highlight = colored('highlight', 'mark')
export const TextColor = colored('color', 'span')

export const Link = Mark.create({
  name: 'link',
  excludes: 'link',
  inclusive: false,
  priority: 1000,
  addAttributes: () => ({ href: { default: '' } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => {
        const href = safeUrl(element.getAttribute('href'))
        return href === undefined ? false : { href }
      },
    },
  ],
  renderHTML: ({ HTMLAttributes }) => {
    // What came over the wire was checked when it was read; what is not safe has become empty.
    const href = safeUrl(HTMLAttributes['href'])
    return ['a', { ...(href === undefined ? {} : { href }), rel: 'noopener nofollow', target: '_blank' }, 0]
  },
  addPasteRules() {
    return [
      markPasteRule({
        find: /https?:\/\/[^\s<>"']+/g,
        type: this.type,
        getAttributes: (match) => ({ href: match[0] }),
      }),
    ]
  },
  addCommands() {
    return {
      toggleStyle:
        (name) =>
        ({ commands }) =>
          commands.toggleMark(name),
      setTextColor:
        (color) =>
        ({ commands }) =>
          color === null ? commands.unsetMark('color') : commands.setMark('color', { color }),
      setHighlight:
        (color) =>
        ({ commands }) =>
          color === null ? commands.unsetMark('highlight') : commands.setMark('highlight', { color }),
      setLink:
        (href) =>
        ({ commands }) => {
          if (href === null) return commands.unsetMark('link', { extendEmptyMarkRange: true })
          const safe = safeUrl(href)
          return safe !== undefined && commands.setMark('link', { href: safe })
        },
    }
  },
})

/** Formatting made with a newer version: the text is shown, the mark is kept. */
export const UnknownMark = Mark.create({
  name: UNKNOWN_MARK,
  excludes: '',
  inclusive: false,
  addAttributes: () => ({ name: { default: '', rendered: false }, value: { default: null, rendered: false } }),
  renderHTML: ({ mark }) => ['span', { 'data-unknown': String(mark.attrs['name']) }, 0],
})
