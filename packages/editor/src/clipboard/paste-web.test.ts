// @vitest-environment jsdom
/** Chats, code, notes and other editors, in the shapes they really put on the clipboard. */
import { expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'
import { pasted } from '../testing/pasted.ts'
import { colourName } from './pasted-text.ts'

test('Slack: levels that lists only say, quotes, code, and emoji that are pictures', () => {
  const list = (indent: number, text: string): string =>
    `<ul data-stringify-type="unordered-list" class="p-rich_text_list p-rich_text_list__bullet" data-indent="${indent}" data-border="0"><li data-stringify-indent="${indent}" data-stringify-border="0">${text}</li></ul>`
  const html = `<meta charset='utf-8'><div class="c-message_kit__blocks"><div class="p-block_kit_renderer"><div class="p-rich_text_block" dir="auto"><div class="p-rich_text_section">Ship <b data-stringify-type="bold">today</b> <img data-stringify-type="emoji" data-stringify-emoji=":tada:" src="https://a.slack-edge.com/1f389.png" alt=":tada:"> or <img src="https://a.slack-edge.com/x.png" alt="🚀"><br aria-hidden="true">next <code data-stringify-type="code" class="c-mrkdwn__code">npm start</code></div>${list(0, 'one')}${list(1, 'two')}<blockquote type="cite" class="c-mrkdwn__quote" data-stringify-type="quote">said</blockquote><pre class="c-mrkdwn__pre" data-stringify-type="pre">a\n  b</pre></div></div></div>`
  expect(pasted(html)).toBe(
    ['p Ship bold{today} :tada: or 🚀(hardBreak)next code{npm start}', '- one', '  - two', '> said', '``` a\n  b'].join(
      '\n',
    ),
  )
})

test('Teams: names, emoji and code of several lines', () => {
  const html = `<div><p>Hi <span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Mina</span>&nbsp;<img itemtype="http://schema.skype.com/Emoji" src="https://statics.teams.cdn.office.net/x.png" alt="🙂"></p><p>&nbsp;</p><codeblock class="Typescript"><code>let a = 1<br>&nbsp; b()</code></codeblock></div>`
  expect(pasted(html)).toBe('p Hi Mina\u00a0🙂\np\n``` let a = 1\n  b()')
})

test('code of editors and of GitHub is code: without its colours, numbers and frames', () => {
  const vscode = `<meta charset='utf-8'><div style="color: #d4d4d4;background-color: #1e1e1e;font-family: Menlo, Monaco, 'Courier New', monospace;font-weight: normal;font-size: 12px;line-height: 18px;white-space: pre;"><div><span style="color: #569cd6;">const</span><span style="color: #d4d4d4;"> a = 1</span></div><br><div>  <span style="font-weight: bold;">b</span>()</div></div>`
  expect(pasted(vscode)).toBe('``` const a = 1\n\n  b()')
  const word = `<p>see </p><div style="font-family: Menlo, monospace;white-space: pre;"><div><span style="color: #569cd6;">const</span></div></div>`
  expect(pasted(word)).toContain('p code{const}')
  const jetbrains = `<pre style="background-color:#2b2b2b;color:#a9b7c6;font-family:'JetBrains Mono',monospace;font-size:9.8pt;"><span style="color:#cc7832;font-weight:bold;">val </span>a = <span>1</span><br>b()</pre>`
  expect(pasted(jetbrains)).toBe('``` val a = 1\nb()')
  const github = `<table class="highlight tab-size js-file-line-container"><tbody><tr><td id="L1" class="blob-num js-line-number" data-line-number="1"></td><td id="LC1" class="blob-code blob-code-inner js-file-line"><span class="pl-k">const</span> a</td></tr><tr><td id="L2" class="blob-num"></td><td id="LC2" class="blob-code blob-code-inner js-file-line">\n</td></tr><tr><td class="blob-num"></td><td class="blob-code blob-code-inner js-file-line">  b()</td></tr></tbody></table>`
  expect(pasted(github)).toBe('``` const a\n\n  b()')
})

test('Notion as it exports: columns with their widths, to-dos, a toggle in its list, contents, pages in lines', () => {
  const html = `<nav class="block-color-gray table_of_contents"><div class="table_of_contents-item"><a class="table_of_contents-link" href="#a">One</a></div></nav>
<div class="column-list"><div style="width:62.5%" class="column"><p>left</p></div><div style="width:37.5%" class="column"><p>right</p></div></div>
<ul class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span class="to-do-children-checked">done</span><div class="indented"><ul class="to-do-list"><li><div class="checkbox checkbox-off"></div> <span class="to-do-children-unchecked">deeper</span></li></ul></div></li></ul>
<ul class="toggle"><li><details open=""><summary>More</summary><ul class="bulleted-list"><li style="list-style-type:disc">inside</li></ul></details></li></ul>
<pre class="code"><code class="language-JavaScript" style="white-space:pre-wrap;word-break:break-all">a()<br>b()</code></pre>`
  expect(pasted(html)).toBe(
    [
      '<contents>',
      '<columns>',
      '  <column>',
      '    p left',
      '  <column>',
      '    p right',
      '[x] done',
      '  [ ] deeper',
      '<toggle>',
      '  p More',
      '  - inside',
      '``` a()\nb()',
    ].join('\n'),
  )
})

test('a blog of Naver: empty lines are empty, whatever stands in them unseen', () => {
  const line = (text: string): string =>
    `<p class="se-text-paragraph se-text-paragraph-align-left" style="line-height:1.8;"><span class="se-fs-fs15" style="color:rgb(0, 0, 0);">${text}</span></p>`
  const html = `<div class="se-component se-text"><div class="se-component-content"><div class="se-section"><div class="se-module se-module-text">${line('하나')}${line('\u200b')}${line('둘')}</div></div></div></div><div class="se-component se-quotation"><blockquote class="se-quotation-container"><div class="se-module">${line('말')}</div></blockquote></div>`
  expect(pasted(html)).toBe('p 하나\np\np 둘\n> 말')
})

test('steps of a manual: code, pictures and tables stay under their step', () => {
  const html = `<ol><li><p>Run this:</p><div class="highlight highlight-source-shell"><pre>npm install
npm start</pre></div></li><li>See<blockquote><p>mind</p></blockquote><table><tr><td>a</td></tr></table></li><li>Done</li></ol>`
  expect(pasted(html)).toBe(
    '1. Run this:\n  ``` npm install\nnpm start\n1. See\n> mind\n<table>\n  <row>\n    <cell>\n      p a\n1. Done',
  )
})

test('mail: what is quoted is quoted, whether it stands in boxes, beside them or in lists', () => {
  const html = `<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">On Monday <b>Mina</b> wrote:<div dir="ltr"><div>first</div><div><br></div><ul><li>item</li></ul><blockquote>deeper</blockquote></div>last</blockquote>`
  expect(pasted(html)).toBe('> On Monday bold{Mina} wrote:\n> first\n>\n- item\n> deeper\n> last')
})

test('editors of the same family: tasks with labels, and what they say about slices is not taken for ours', () => {
  const html = `<ul data-type="taskList" data-pm-slice="3 3 [&quot;taskList&quot;,null]"><li data-checked="true" data-type="taskItem"><label><input type="checkbox" checked="checked"><span></span></label><div><p>done</p></div></li><li data-checked="false" data-type="taskItem"><label><input type="checkbox"><span></span></label><div><p>open</p></div></li></ul>`
  expect(pasted(html)).toBe('[x] done\n[ ] open')
})

test('pages of other sites come as what may be shown when asked, their films as links, scripts not at all', () => {
  const html = `<p>before</p><iframe src="//www.youtube.com/embed/dQw4w9WgXcQ" allowfullscreen></iframe><iframe src="javascript:alert(1)"></iframe><video controls title="Harvest"><source src="https://a.example/v.mp4"></video><audio src="javascript:alert(1)"></audio>`
  const world = new World(() => undefined, { people: 1 })
  const person = world.person(0)
  person.caret(1).paste(html)
  expect(world.text.replace(/(\np)+$/, '')).toBe('p before\n<embed>\np link{Harvest}')
  expect(person.root.child(1).attrs['src']).toBe('https://www.youtube.com/embed/dQw4w9WgXcQ')
  world.destroy()
})

test('what Dure copies is what it says: an underlined link, a picture described by an emoji', () => {
  const world = new World((person) => {
    person.caret(1).paste('<p data-kind="paragraph"><a href="https://a.example/"><u>rice</u></a></p>')
    person.caret(person.root.child(0).nodeSize - 1).editor.commands.insertLeaf('image', { src: '/a.png', alt: '🌾' })
  })
  const person = world.person(0)
  const { dom } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  expect(pasted(dom.innerHTML)).toBe('p link+underline{rice}\n<image>')
  world.destroy()
})

test.each([
  ['#ffff00', 'yellow'],
  ['rgb(0, 255, 0)', 'green'],
  ['#fce5cd', 'orange'],
  ['#d9d2e9', 'purple'],
  ['transparent', undefined],
  ['#ffffff', undefined],
  ['rgb(30, 30, 30)', undefined],
  ['#00008b', undefined],
  ['rgba(0, 0, 0, 0)', undefined],
])('a ground of %s is %s', (raw, name) => {
  expect(colourName(raw)).toBe(name)
})
