// @vitest-environment jsdom
/** What other programs put on the clipboard, in the shapes they really do it, and what becomes of it. */
import { expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'
import { pasted } from '../testing/pasted.ts'

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->
<h1>Plan<o:p></o:p></h1>
<p class=MsoNormal><b><span lang=EN-US>Bold</span></b><span lang=EN-US> and <i>slanted</i><o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Deeper<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0'><td width=301 colspan=2 valign=top style='width:225.4pt'><p class=MsoNormal>Both</p></td><td width=150 valign=top><p class=MsoNormal>C</p></td></tr>
 <tr><td width=150 rowspan=2><p class=MsoNormal>A</p></td><td width=150><p class=MsoNormal>B</p></td><td width=150><p class=MsoNormal>C2</p></td></tr>
 <tr><td width=150><p class=MsoNormal>B3</p></td><td width=150><p class=MsoNormal>C3</p></td></tr>
</table>
<!--EndFragment--></body></html>`

test('Word: headings, marks, lists, and a table whose merged cells come apart', () => {
  expect(pasted(WORD)).toBe(
    [
      'h1 Plan',
      'p bold{Bold} and italic{slanted}',
      '1. First',
      '  - Deeper',
      '<table>',
      '  <row>',
      '    <cell>',
      '      p Both',
      '    <cell>',
      '      p',
      '    <cell>',
      '      p C',
      '  <row>',
      '    <cell>',
      '      p A',
      '    <cell>',
      '      p B',
      '    <cell>',
      '      p C2',
      '  <row>',
      '    <cell>',
      '      p',
      '    <cell>',
      '      p B3',
      '    <cell>',
      '      p C3',
    ].join('\n'),
  )
})

const GOOGLE_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-0a1b">
<h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span style="font-size:16pt;font-weight:400;">Agenda</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:700;">Strong</span><span style="font-weight:400;text-decoration:underline;">lined</span></p>
<ul style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" role="checkbox" aria-checked="true" style="list-style-type:none;" aria-level="1"><img src="data:image/png;base64,iVBORw0KGgo=" alt="checked"><p dir="ltr" role="presentation"><span>done</span></p></li></ul>
<div dir="ltr"><table style="border:none;border-collapse:collapse;"><colgroup><col width="120"/><col width="80"/></colgroup><tbody><tr style="height:0pt"><td style="border:solid #000 1pt;padding:5pt;"><p dir="ltr"><span style="font-weight:700;">a</span></p></td><td><p dir="ltr"><span>b</span></p></td></tr></tbody></table></div></b>`

test('Google Docs: text that is not bold stays so, checklists are tasks, tables are tables', () => {
  expect(pasted(GOOGLE_DOCS)).toBe(
    'h2 Agenda\np bold{Strong}underline{lined}\n[x] done\n<table>\n  <row>\n    <cell>\n      p bold{a}\n    <cell>\n      p b',
  )
})

const NOTION = `<meta charset='utf-8'><!-- notionvc: 5e0f -->
<h3>Sprint</h3>
<ul><li>[ ] open</li><li>[x] <strong>done</strong><ul><li>note</li></ul></li></ul>
<aside>
💡

<p>Mind the gap</p>
</aside>
<details><summary>More</summary><p>inside</p></details>
<pre><code class="language-TypeScript">const a = 1
</code></pre>
<figure class="equation"><div class="katex-display"><span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding="application/x-tex">E = mc^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">E=mc2</span></span></div></figure>
<p>with <span class="katex"><span class="katex-mathml"><math><semantics><annotation encoding="application/x-tex">x</annotation></semantics></math></span><span class="katex-html">x</span></span> in it</p>`

test('Notion: tasks, callouts with their icon, toggles, code with its language, formulas', () => {
  const world = new World(() => undefined, { people: 1 })
  const person = world.person(0)
  person.caret(1).paste(NOTION)
  expect(world.text.replace(/\np$/, '')).toBe(
    [
      'h3 Sprint',
      '[ ] open',
      '[x] bold{done}',
      '  - note',
      '<callout>',
      '  p Mind the gap',
      '<toggle>',
      '  p More',
      '  p inside',
      '``` const a = 1',
      '<math>',
      'p with (inlineMath) in it',
    ].join('\n'),
  )
  const found: Record<string, unknown> = {}
  person.root.descendants((node) => {
    if (node.type.name === 'callout') found['icon'] = node.attrs['icon']
    if (node.attrs['kind'] === 'code') found['language'] = node.attrs['language']
    if (node.type.name === 'math' || node.type.name === 'inlineMath') found[node.type.name] = node.attrs['source']
    return true
  })
  expect(found).toEqual({ icon: '💡', language: 'TypeScript', math: 'E = mc^2', inlineMath: 'x' })
  world.destroy()
})

const HANGUL = `<HTML><HEAD><META NAME="Generator" CONTENT="Hancom HWP 9.1.1"><STYLE type="text/css"><!-- P.HStyle0 {margin-left:0.0pt;} --></STYLE></HEAD><BODY>
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"함초롬바탕";font-weight:bold;'>회의록</SPAN></P>
<P CLASS=HStyle0 STYLE='margin-left:10.0pt;'><SPAN STYLE='font-size:10.0pt;font-family:"함초롬바탕"'>가. 참석자는 </SPAN><SPAN STYLE='text-decoration:underline;'>세 명</SPAN></P>
<TABLE border="1" cellspacing="0" cellpadding="0" style='border-collapse:collapse;border:none;'>
<TR><TD colspan="2" valign="middle" style='width:200px;height:19px;border-left:solid #000000 0.4pt;'><P CLASS=HStyle0 STYLE='text-align:center;'><SPAN>이름</SPAN></P></TD></TR>
<TR><TD valign="middle" style='width:100px;'><P CLASS=HStyle0><SPAN>민아</SPAN></P></TD><TD><P CLASS=HStyle0><SPAN>준</SPAN></P></TD></TR>
</TABLE></BODY></HTML>`

test('Hangul word processors: paragraphs with their marks, centred text, tables', () => {
  expect(pasted(HANGUL)).toBe(
    [
      'p bold{회의록}',
      'p 가. 참석자는 underline{세 명}',
      '<table>',
      '  <row>',
      '    <cell>',
      '      p 이름',
      '    <cell>',
      '      p',
      '  <row>',
      '    <cell>',
      '      p 민아',
      '    <cell>',
      '      p 준',
    ].join('\n'),
  )
})

const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet><style>td{mso-number-format:General}</style></head>
<body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse;width:144pt'><!--StartFragment--> <col width=64 span=3 style='width:48pt'>
 <tr height=20 style='height:15.0pt'><td height=20 class=xl65 width=64 style='height:15.0pt;width:48pt'>분기</td><td>1</td><td align=right>1,234</td></tr>
 <tr height=20><td height=20>합계</td><td></td><td align=right>=2</td></tr><!--EndFragment--></table></body></html>`

test('Excel: cells are lines of text, empty ones stay empty', () => {
  expect(
    pasted(EXCEL)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('p')),
  ).toEqual(['p 분기', 'p 1', 'p 1,234', 'p 합계', 'p', 'p =2'])
})

const WEB = `<article><h1 class="title">Headline</h1><div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title"><svg></svg>Warning</p><p>Careful.</p></div>
<div class="highlight highlight-source-js"><pre><span class="pl-k">let</span> x
  y</pre></div><script>alert(1)</script><p onclick="alert(1)">Text<br>line <a href="javascript:alert(1)">bad</a> <a href="https://a.example/">good</a></p>
<table><caption>c</caption><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><hr></article>`

test('web pages: alerts, highlighted code, head of a table, and nothing that runs', () => {
  const text = pasted(WEB)
  expect(text).toContain('h1 Headline\n<callout>\n  p Careful.\n``` let x\n  y\n')
  expect(text).toContain('p Text(hardBreak)line bad link{good}')
  expect(text).toContain(
    '<table>\n  <row>\n    <cell>\n      p a\n    <cell>\n      p b\n  <row>\n    <cell>\n      p 1\n    <cell>\n      p\n',
  )
  expect(text).not.toContain('alert')
})

test('whatever spans a table claims to have, it comes in square and bounded', () => {
  const text = pasted('<table><tr><td colspan="100000" rowspan="70000">a</td></tr><tr><td>b</td></tr></table>')
  const rows = text.split('<row>').slice(1)
  expect(rows).toHaveLength(2)
  expect(new Set(rows.map((row) => row.split('<cell>').length)).size).toBe(1)
})

test('what is copied here comes back as it was: containers, colours of cells, formulas, contents', () => {
  const world = new World(
    (person) => {
      person.caret(1).type('[!tip] ')
      person.type('in a callout').press('Enter').press('Enter')
    },
    { people: 1 },
  )
  const person = world.person(0)
  person.editor.commands.wrapBlocks('callout', { tone: 'danger', icon: '🌱' })
  person.type('careful').caret(person.root.content.size - 1)
  person.editor.commands.insertTable(1, 2)
  person.type('one').editor.commands.colorCells('green')
  person.editor.commands.setColumnWidth(200)
  person.caret(person.root.content.size - 1).editor.commands.insertLeaf('math', { source: 'x^2' })
  person.editor.commands.insertLeaf('contents')
  const { dom } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  const copy = new World(() => undefined, { people: 1 })
  copy.person(0).caret(1).paste(dom.innerHTML)
  copy.expectConverged()
  const bare = (one: World) => JSON.stringify(one.person(0).root.toJSON()).replaceAll(/"(id|column)":"[^"]*",?/g, '')
  expect(copy.text.startsWith(world.text.replace(/(\np)+$/, ''))).toBe(true)
  for (const part of [
    '"tone":"danger","icon":"🌱"',
    '"color":"green"',
    '"colwidth":[200]',
    '"source":"x^2"',
    '"contents"',
  ])
    expect(bare(copy), part).toContain(part)
  world.destroy()
  copy.destroy()
})
