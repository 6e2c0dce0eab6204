import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DocumentNode } from '../project/document-tree.ts'
import { blockText } from '../project/plain-text.ts'
import { staticHtml } from '../project/static-html.ts'
import { looksLikeMarkdown, readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'

const html = (text: string): string => staticHtml(readMarkdown(text)).replaceAll(/ id=""/g, '')

/** Everything there is a word for; written and read, it is what it was. */
const EVERYTHING = `# Title

Plain **bold** *italic* ~~gone~~ ==seen== <u>under</u> \`code\` [link](https://a.example/b) and $x^2$\\
next line

- one
    - two
        1. deep
        2. deeper
- [ ] open
- [x] done

> said
>
> and said

\`\`\`ts
let x = 1

\`\`\`\`

---

![a field](/field.png)

$$
e = mc^2
$$

> [!WARNING]
> Take care.

> [!IMPORTANT]
> Mind this.

[TOC]

<details>
<summary>More</summary>

inside

</details>

| a | b |
| --- | --- |
| c \\| d | **e** |`.replace('\n````', '\n```')

test('every block and mark is read, and written as it was', () => {
  expect(writeMarkdown(readMarkdown(EVERYTHING))).toBe(EVERYTHING)
})

test('lists of any writer come in with their levels', () => {
  expect(html('* a\n  * b\n    * c\n\n* d\n1) e\n   - f')).toBe(
    '<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul><ol><li>e<ul><li>f</li></ul></li></ol>',
  )
  expect(html('- a\n\tstill a\n\n    more of a\n- b')).toBe(
    '<ul><li>a still a</li></ul><p style="margin-inline-start:1.5em">more of a</p><ul><li>b</li></ul>',
  )
})

test('code under a step of a list is code, without the margin of the step, and the steps go on', () => {
  const text =
    '1. Run this:\n\n    ```sh\n    npm install\n      --all\n    ```\n2. Then\n   ~~~\n   a\n\n   b\n   ~~~\n3. Done\n\n```\n  kept\n```'
  expect(
    readMarkdown(text).map((node) => [node.attributes['kind'], node.attributes['indent'], blockText(node)]),
  ).toEqual([
    ['ordered', 0, 'Run this:'],
    ['code', 1, 'npm install\n  --all'],
    ['ordered', 0, 'Then'],
    ['code', 1, 'a\n\nb'],
    ['ordered', 0, 'Done'],
    ['code', 0, '  kept'],
  ])
  const written =
    '1. Run\n\n    ```sh\n    npm install\n\n      --all\n    ```\n\n2. Then\n    - in it\n\n        more of it\n\n3. Done\n\nplain'
  expect(writeMarkdown(readMarkdown(written))).toBe(written)
})

test('an address that runs script is text', () => {
  expect(html('[x](javascript:alert(1))')).not.toContain('<a')
})

test('plain text is not taken for Markdown', () => {
  for (const text of [
    'Hello there.',
    'a - b',
    '2 * 3 * 4',
    'snake_case_name',
    '한글 문장입니다.',
    '5. ',
    'x > y',
    '$5 and $6',
    'PATH=$A$B',
  ])
    expect(looksLikeMarkdown(text), text).toBe(false)
  for (const text of [
    '# a',
    '- a',
    '1. a',
    '> a',
    '**a**',
    '[a](b)',
    '`a`',
    '| a | b |',
    '[TOC]',
    'so $x^2$ is',
    '<https://a.example>',
  ])
    expect(looksLikeMarkdown(text), text).toBe(true)
})

const paragraph = (text: string): DocumentNode => ({
  name: 'block',
  id: '',
  attributes: { kind: 'paragraph', level: 1, indent: 0, checked: false, align: null, language: null },
  content: [{ insert: text, marks: {} }],
})

test('whatever people type in a paragraph is there again after a way through Markdown', () => {
  const texts = fc.string({
    unit: fc.constantFrom(
      'a',
      'b',
      '한',
      ' ',
      '*',
      '_',
      '~',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '=',
      '$',
      '\\',
      '#',
      '-',
      '1',
      '.',
      '|',
      '!',
      '+',
    ),
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(texts, (typed) => {
      const text = `x${typed}y`
      const read = readMarkdown(writeMarkdown([paragraph(text)]))
      expect(read.map(blockText)).toEqual([text])
    }),
  )
})

test('a page that is mentioned is a link, a person and a date are words', () => {
  const mention = (of: string, target: string, label: string) => ({
    insert: { type: 'mention', of, target, label },
    marks: {},
  })
  const node: DocumentNode = {
    ...paragraph(''),
    content: [mention('document', 'abc', 'Plan'), mention('person', 'u1', 'Mina'), mention('date', '2026-11-21', '')],
  }
  expect(writeMarkdown([node])).toBe('[Plan](/d/abc)@Mina2026-11-21')
  expect(staticHtml([node])).toBe(
    '<p id=""><a class="mention" href="/d/abc">Plan</a><span class="mention">@Mina</span><time class="mention" datetime="2026-11-21">2026-11-21</time></p>',
  )
})
