// @vitest-environment jsdom
/** Lists, styles and tables of word processors and spreadsheets, in the shapes they really put on the clipboard. */
import { expect, test } from 'vitest'
import { pasted } from '../testing/pasted.ts'

const item = (level: number, marker: string, text: string, font = ''): string =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 36}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span lang=EN-US style='${font}'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=EN-US>${text}<o:p></o:p></span></p>\n`

test('Word: bullets of letters are bullets, numbers of any script numbers, as deep as they were', () => {
  const html = [
    item(1, '·', 'dot', 'font-family:Symbol'),
    item(2, 'o', 'ring', 'font-family:"Courier New"'),
    item(3, '§', 'square', 'font-family:Wingdings'),
    item(1, 'Ø', 'arrow', 'font-family:Wingdings'),
    item(1, '1.', 'one'),
    item(2, 'a)', 'alpha'),
    item(3, 'iv.', 'roman'),
    item(2, '가.', '첫째'),
    item(3, '①', '동그라미'),
    item(1, '(2)', 'two'),
  ].join('')
  expect(pasted(`<body><!--StartFragment-->${html}<!--EndFragment--></body>`)).toBe(
    [
      '- dot',
      '  - ring',
      '    - square',
      '- arrow',
      '1. one',
      '  1. alpha',
      '    1. roman',
      '  1. 첫째',
      '    1. 동그라미',
      '1. two',
    ].join('\n'),
  )
})

test('Word: titles, quotes, numbered headings, highlights; empty lines are empty, remarks stay in the margin', () => {
  const html = `<p class=MsoTitle><span lang=EN-US>Report<o:p></o:p></span></p>
<h1 style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Scope<o:p></o:p></h1>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoIntenseQuote>said<o:p></o:p></p>
<p class=MsoNormal>a <span style='background:yellow;mso-highlight:yellow'>bright</span> word<a style='mso-comment-reference:MK_1'></a><span class=MsoCommentReference><span><a class=msocomanchor href="#_msocom_1">[MK1]</a></span></span>, <b style='mso-bidi-font-weight:normal'>bold</b>, <a href="https://a.example/"><u><span style='color:#0563C1'>linked</span></u></a><o:p></o:p></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>a remark</p></div></div>`
  expect(pasted(html)).toBe(
    ['h1 Report', 'h1 1. Scope', 'p', '> said', 'p a highlight{bright} word, bold{bold}, link{linked}'].join('\n'),
  )
})

test('Word on the web: each item is a list of its own that says its level; headings say theirs', () => {
  const line = (level: number, text: string): string =>
    `<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li data-leveltext="•" data-aria-posinset="1" data-aria-level="${level}" role="listitem" class="OutlineElement Ltr"><p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">${text}</span></span><span class="EOP" data-ccp-props="{}">&nbsp;</span></p></li></ul></div>`
  const heading = `<div class="OutlineElement Ltr"><p class="Paragraph" role="heading" aria-level="2"><span class="TextRun">Head</span><span class="EOP">&nbsp;</span></p></div>`
  expect(pasted(heading + line(1, 'one') + line(2, 'two') + line(3, 'three') + line(1, 'four'))).toBe(
    'h2 Head\n- one\n  - two\n    - three\n- four',
  )
})

test('Google Docs: nested lists, empty lines, links that are underlined anyway, the box beside a task', () => {
  const span = (text: string, style = ''): string =>
    `<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;font-style:normal;text-decoration:none;vertical-align:baseline;white-space:pre-wrap;${style}">${text}</span>`
  const li = (level: number, text: string, tag = 'ul'): string =>
    `<${tag} style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:disc;" aria-level="${level}"><p dir="ltr" role="presentation">${span(text)}</p></li></${tag}>`
  const html = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-7f"><p dir="ltr">${span('one')}</p><br /><ul style="margin-top:0;"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation">${span('a')}</p></li>${li(2, 'b')}${li(2, 'c', 'ol')}<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation">${span('d')}</p></li></ul><ul><li dir="ltr" role="checkbox" aria-checked="false" aria-level="1"><img src="data:image/png;base64,iVBORw0KGgo=" width="17.6px" height="17.6px" alt="unchecked" aria-roledescription="checkbox" style="margin-right:3px;" /><p dir="ltr" role="presentation">${span('to do')}</p></li></ul><p dir="ltr">${span('see ')}<a href="https://a.example/" style="text-decoration:none;">${span('this', 'text-decoration:underline;')}</a>${span(' lit', 'background-color:#ffff00;')}</p></b><br class="Apple-interchange-newline">`
  expect(pasted(html)).toBe(
    ['p one', 'p', '- a', '  - b', '  1. c', '- d', '[ ] to do', 'p see link{this}highlight{ lit}'].join('\n'),
  )
})

test('Hangul word processors: lines without text are empty, whatever holds them open', () => {
  const html = `<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"함초롬바탕";'>하나</SPAN></P>
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"함초롬바탕";'><BR></SPAN></P>
<P CLASS=HStyle5 STYLE='margin-left:15.0pt;text-align:right;'><SPAN STYLE='font-style:italic;text-decoration:line-through;'>둘</SPAN></P>
<TABLE><TR><TD rowspan="2"><P CLASS=HStyle0><SPAN>이름</SPAN></P></TD><TD colspan="2"><P CLASS=HStyle0><SPAN>때</SPAN></P></TD></TR>
<TR><TD><P CLASS=HStyle0><SPAN>봄</SPAN></P></TD><TD><P CLASS=HStyle0><SPAN>&nbsp;</SPAN></P></TD></TR></TABLE>`
  expect(
    pasted(html)
      .split('\n')
      .filter((line) => !/<(row|cell)>/.test(line))
      .map((line) => line.trim()),
  ).toEqual(['p 하나', 'p', 'p italic+strike{둘}', '<table>', 'p 이름', 'p 때', 'p', 'p', 'p 봄', 'p'])
})

const words = (html: string): string[] =>
  pasted(html)
    .split('\n')
    .flatMap((line) => /^\s*p (.+)$/.exec(line)?.[1] ?? [])

test('a table keeps every word, whatever its cells span and wherever they reach', () => {
  const html = `<table><caption>Title of it</caption><thead><tr><th colspan="2">A</th><th rowspan="3">B</th></tr><tr><th>C</th><th>D</th></tr></thead>
<tbody><tr><td rowspan="0">E</td><td colspan="9">F</td></tr><tr><td>G</td><td rowspan="2" colspan="2">H</td><td>I</td></tr><tr><td>J</td><td>K</td><td>L</td></tr></tbody><tfoot><tr><td colspan="3">M</td></tr></tfoot></table>`
  expect(words(html)).toEqual(['Title of it', ...'ABCDEFGHIJKLM'])
  const [first, ...rows] = pasted(html).split('<row>').slice(1)
  for (const row of rows) expect(row.split('<cell>').length).toBe(first?.split('<cell>').length)
})

test('Google Sheets: cells, with lines in them', () => {
  const html = `<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}br {mso-data-placement:same-cell;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" border="1" style="table-layout:fixed;width:0px;border-collapse:collapse;" data-sheets-root="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td style="overflow:hidden;" data-sheets-value="{}">a<br/>b</td><td style="font-weight:bold;text-align:right;">1,234</td></tr><tr><td></td><td data-sheets-formula="=R[0]C[-1]">2</td></tr></tbody></table></google-sheets-html-origin>`
  expect(pasted(html)).toBe(
    '<table>\n  <row>\n    <cell>\n      p a(hardBreak)b\n    <cell>\n      p bold{1,234}\n  <row>\n    <cell>\n      p\n    <cell>\n      p 2',
  )
})
