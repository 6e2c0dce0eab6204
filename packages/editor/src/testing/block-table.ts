/**
 * Every block there is, one row each, with all the ways in which people make it. Tests go through the table: in jsdom
 * (every-block.test.ts), over the slash menu's items (web) and in a browser (e2e). A block without a row fails them.
 *
 * Data alone: it is read where there is no page.
 */
export interface BlockRow {
  /** Of this row. */
  readonly name: string
  /** As the schema calls it: a kind of text block, a node, or what stands in a line. */
  readonly of: string
  readonly attributes?: Readonly<Record<string, unknown>>
  /** What finds it in the slash menu, in both languages. */
  readonly slash?: readonly string[]
  /** Choosing it in the menu asks for something else first: a file, a person, an emoji. */
  readonly asks?: true
  readonly shortcut?: string
  /** Markdown as it is typed in an empty line; a line break is Enter. */
  readonly typed?: readonly string[]
  /** As plain text on the clipboard. */
  readonly markdown?: string
  /** On the clipboard of a web page or, for what HTML has no word for, of Dure. */
  readonly html: string
  /** Pasted, as the tests write documents: one line a block. */
  readonly shows: string
  /** What is left of it in Markdown, where that has no word for all of it. */
  readonly afterMarkdown?: string
}

/** Stands in every block that holds text, once. */
export const WORDS = 'Words'

const text = (row: Omit<BlockRow, 'html'> & { readonly tag: string }): BlockRow => {
  const { tag, ...rest } = row
  return { ...rest, html: `<${tag}>${WORDS}</${tag}>` }
}

const heading = (level: number, ways: Partial<BlockRow>): BlockRow =>
  text({
    name: `heading-${level}`,
    of: 'heading',
    attributes: { level },
    tag: `h${level}`,
    typed: [`${'#'.repeat(level)} `],
    markdown: `${'#'.repeat(level)} ${WORDS}`,
    shows: `h${level} ${WORDS}`,
    ...ways,
  })

/** As Dure itself copies it. */
const own = (name: string, attributes: Readonly<Record<string, unknown>>, inside = ''): string =>
  `<div data-node="${name}" data-attributes='${JSON.stringify(attributes)}'>${inside}</div>`

const columns = (count: number): BlockRow => ({
  name: `columns-${count}`,
  of: 'columns',
  slash: [`/columns${count}`, `/${count}단`],
  html: own(
    'columns',
    {},
    Array.from({ length: count }, (_, at) =>
      own('column', at === 0 ? { width: 40 } : {}, `<p>${at === 0 ? WORDS : `Side ${at}`}</p>`),
    ).join(''),
  ),
  shows: [
    '<columns>',
    ...Array.from({ length: count }, (_, at) => `  <column>\n    p ${at === 0 ? WORDS : `Side ${at}`}`),
  ].join('\n'),
  afterMarkdown: Array.from({ length: count }, (_, at) => `p ${at === 0 ? WORDS : `Side ${at}`}`).join('\n'),
})

export const BLOCK_TABLE: readonly BlockRow[] = [
  text({
    name: 'text',
    of: 'paragraph',
    slash: ['/text', '/본문'],
    shortcut: 'Mod-Alt-0',
    tag: 'p',
    markdown: WORDS,
    shows: `p ${WORDS}`,
  }),
  heading(1, { slash: ['/h1', '/제목1'], shortcut: 'Mod-Alt-1' }),
  heading(2, { slash: ['/h2', '/제목2'], shortcut: 'Mod-Alt-2' }),
  heading(3, { slash: ['/h3', '/제목3'], shortcut: 'Mod-Alt-3' }),
  heading(4, {}),
  heading(5, {}),
  heading(6, {}),
  {
    name: 'bullets',
    of: 'bullet',
    slash: ['/bullets', '/글머리'],
    shortcut: 'Mod-Shift-8',
    typed: ['- ', '* ', '+ '],
    markdown: `- ${WORDS}`,
    html: `<ul><li>${WORDS}</li></ul>`,
    shows: `- ${WORDS}`,
  },
  {
    name: 'numbers',
    of: 'ordered',
    slash: ['/numbers', '/번호'],
    shortcut: 'Mod-Shift-7',
    typed: ['1. ', '1) '],
    markdown: `1. ${WORDS}`,
    html: `<ol><li>${WORDS}</li></ol>`,
    shows: `1. ${WORDS}`,
  },
  {
    name: 'tasks',
    of: 'task',
    slash: ['/todo', '/할일'],
    shortcut: 'Mod-Shift-9',
    typed: ['[] ', '[ ] '],
    markdown: `- [ ] ${WORDS}`,
    html: `<ul><li><input type="checkbox"> ${WORDS}</li></ul>`,
    shows: `[ ] ${WORDS}`,
  },
  {
    name: 'done-task',
    of: 'task',
    attributes: { checked: true },
    typed: ['[x] '],
    markdown: `- [x] ${WORDS}`,
    html: `<ul><li><input type="checkbox" checked> ${WORDS}</li></ul>`,
    shows: `[x] ${WORDS}`,
  },
  {
    name: 'quote',
    of: 'quote',
    slash: ['/quote', '/인용'],
    typed: ['> '],
    markdown: `> ${WORDS}`,
    html: `<blockquote><p>${WORDS}</p></blockquote>`,
    shows: `> ${WORDS}`,
  },
  {
    name: 'code-block',
    of: 'code',
    slash: ['/code', '/코드'],
    typed: ['``` ', '```\n'],
    markdown: `\`\`\`\n${WORDS}\n  of code\n\`\`\``,
    html: `<pre><code>${WORDS}\n  of code</code></pre>`,
    shows: `\`\`\` ${WORDS}\n  of code`,
  },
  {
    name: 'code-in-a-language',
    of: 'code',
    attributes: { language: 'py' },
    typed: ['```py ', '```py\n'],
    markdown: `\`\`\`py\n${WORDS}\n\`\`\``,
    html: `<pre><code class="language-py">${WORDS}</code></pre>`,
    shows: `\`\`\` ${WORDS}`,
  },
  {
    name: 'diagram',
    of: 'code',
    attributes: { language: 'mermaid' },
    slash: ['/mermaid', '/다이어그램'],
    typed: ['```mermaid\n'],
    markdown: `\`\`\`mermaid\nflowchart LR\n  A --> ${WORDS}\n\`\`\``,
    html: `<pre><code class="language-mermaid">flowchart LR\n  A --&gt; ${WORDS}</code></pre>`,
    shows: `\`\`\` flowchart LR\n  A --> ${WORDS}`,
  },
  {
    name: 'divider',
    of: 'divider',
    slash: ['/divider', '/구분선'],
    typed: ['---', '***'],
    markdown: '---',
    html: '<hr>',
    shows: '<divider>',
  },
  {
    name: 'table',
    of: 'table',
    attributes: { headerRow: true },
    slash: ['/table', '/표'],
    typed: ['| a | b |\n'],
    markdown: `| a | ${WORDS} |\n| --- | --- |\n| c | d |`,
    html: `<table><tr><th>a</th><th>${WORDS}</th></tr><tr><td>c</td><td>d</td></tr></table>`,
    shows: `<table>\n${[
      ['a', WORDS],
      ['c', 'd'],
    ]
      .map((row) => `  <row>\n${row.map((cell) => `    <cell>\n      p ${cell}`).join('\n')}`)
      .join('\n')}`,
  },
  {
    name: 'toggle',
    of: 'toggle',
    slash: ['/toggle', '/토글'],
    typed: ['>> '],
    markdown: `<details>\n<summary>${WORDS}</summary>\n\ninside\n\n</details>`,
    html: `<details><summary>${WORDS}</summary><p>inside</p></details>`,
    shows: `<toggle>\n  p ${WORDS}\n  p inside`,
  },
  {
    name: 'callout',
    of: 'callout',
    slash: ['/callout', '/콜아웃'],
    typed: ['[!note] '],
    markdown: `> [!NOTE]\n> ${WORDS}`,
    html: `<aside><p>${WORDS}</p></aside>`,
    shows: `<callout>\n  p ${WORDS}`,
  },
  {
    name: 'warning',
    of: 'callout',
    attributes: { tone: 'warning' },
    typed: ['[!warning] '],
    markdown: `> [!WARNING]\n> ${WORDS}`,
    html: `<div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title">Warning</p><p>${WORDS}</p></div>`,
    shows: `<callout>\n  p ${WORDS}`,
  },
  columns(2),
  columns(3),
  columns(4),
  {
    name: 'contents',
    of: 'contents',
    slash: ['/contents', '/차례'],
    typed: ['[toc] '],
    markdown: '[TOC]',
    html: own('contents', {}),
    shows: '<contents>',
  },
  {
    name: 'image',
    of: 'image',
    attributes: { alt: 'Rice' },
    slash: ['/image', '/그림'],
    asks: true,
    markdown: '![Rice](https://a.example/rice.png)',
    html: '<img src="https://a.example/rice.png" alt="Rice">',
    shows: '<image>',
  },
  {
    name: 'video',
    of: 'video',
    attributes: { width: 320, caption: 'At dawn' },
    slash: ['/video', '/동영상'],
    asks: true,
    html: own('video', { src: 'https://a.example/v.webm', name: 'v.webm', width: 320, caption: 'At dawn' }),
    shows: '<video>',
    afterMarkdown: 'p link{v.webm}',
  },
  {
    name: 'file',
    of: 'file',
    attributes: { size: 7 },
    slash: ['/file', '/파일'],
    asks: true,
    html: own('file', { src: 'https://a.example/f.pdf', name: 'f.pdf', size: 7 }),
    shows: '<file>',
    afterMarkdown: 'p link{f.pdf}',
  },
  {
    name: 'math',
    of: 'math',
    slash: ['/math', '/수식'],
    typed: ['$$ '],
    markdown: '$$\nx^2\n$$',
    html: '<math display="block" alttext="x^2"></math>',
    shows: '<math>',
  },
  {
    name: 'embed',
    of: 'embed',
    slash: ['/embed', '/임베드'],
    html: '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
    shows: '<embed>',
    afterMarkdown: 'p link{https://www.youtube.com/embed/dQw4w9WgXcQ}',
  },
  {
    name: 'inline-math',
    of: 'inlineMath',
    slash: ['/inlinemath', '/글속수식'],
    typed: ['$x^2$ '],
    markdown: `${WORDS} $x^2$`,
    html: `<p>${WORDS} <math alttext="x^2"></math></p>`,
    shows: `p ${WORDS} (inlineMath)`,
  },
  {
    name: 'date',
    of: 'mention',
    attributes: { of: 'date' },
    slash: ['/date', '/날짜'],
    html: `<p>${WORDS} <span data-inline="mention" data-of="date" data-target="2026-11-21" data-label="2026-11-21"></span></p>`,
    shows: `p ${WORDS} (mention)`,
    afterMarkdown: `p ${WORDS} 2026-11-21`,
  },
  {
    name: 'mention',
    of: 'mention',
    attributes: { of: 'person' },
    slash: ['/person', '/사람'],
    asks: true,
    html: `<p>${WORDS} <span data-inline="mention" data-of="person" data-target="u1" data-label="Mina"></span></p>`,
    shows: `p ${WORDS} (mention)`,
    afterMarkdown: `p ${WORDS} @Mina`,
  },
  {
    name: 'page-link',
    of: 'mention',
    attributes: { of: 'document' },
    slash: ['/linktopage', '/문서링크'],
    asks: true,
    html: `<p>${WORDS} <span data-inline="mention" data-of="document" data-target="d1" data-label="Plan"></span></p>`,
    shows: `p ${WORDS} (mention)`,
    afterMarkdown: `p ${WORDS} link{Plan}`,
  },
  {
    name: 'emoji',
    of: 'emoji',
    slash: ['/emoji', '/이모지'],
    asks: true,
    html: `<p>${WORDS} <span data-inline="emoji" data-name="🌾"></span></p>`,
    shows: `p ${WORDS} (emoji)`,
    afterMarkdown: `p ${WORDS} 🌾`,
  },
  {
    name: 'line-break',
    of: 'hardBreak',
    markdown: `${WORDS} and **more**\\\nthen`,
    html: `<p>${WORDS} and <b>more</b><br>then</p>`,
    shows: `p ${WORDS} and bold{more}(hardBreak)then`,
  },
]

/** Every mark, with the ways in which people make it. */
export interface MarkRow {
  readonly of: string
  readonly typed?: readonly string[]
  readonly shortcut?: string
  readonly markdown?: string
  readonly html: string
}

export const MARK_TABLE: readonly MarkRow[] = [
  { of: 'bold', typed: ['**Words**'], shortcut: 'Mod-b', markdown: '**Words**', html: '<b>Words</b>' },
  { of: 'italic', typed: ['*Words*'], shortcut: 'Mod-i', markdown: '*Words*', html: '<i>Words</i>' },
  { of: 'underline', shortcut: 'Mod-u', markdown: '<u>Words</u>', html: '<u>Words</u>' },
  { of: 'strike', typed: ['~~Words~~'], shortcut: 'Mod-Shift-s', markdown: '~~Words~~', html: '<del>Words</del>' },
  { of: 'code', typed: ['`Words`'], shortcut: 'Mod-e', markdown: '`Words`', html: '<code>Words</code>' },
  { of: 'highlight', typed: ['==Words=='], shortcut: 'Mod-Shift-h', markdown: '==Words==', html: '<mark>Words</mark>' },
  { of: 'color', html: '<span data-color="red">Words</span>' },
  { of: 'link', markdown: '[Words](https://a.example/)', html: '<a href="https://a.example/">Words</a>' },
]
