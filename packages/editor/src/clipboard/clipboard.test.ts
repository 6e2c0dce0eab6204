// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { type Person, World } from '../testing/merge-world.ts'
import { flattenPastedHtml } from './flatten-lists.ts'

function paste(html: string): string {
  const world = new World(() => undefined, { people: 1 })
  const person = world.person(0)
  person.caret(1).paste(html)
  world.expectConverged()
  const { text } = world
  world.destroy()
  return text
}

/** As Ctrl-V does with what another program copied as plain text. */
function pasteText(person: Person, text: string): void {
  const data = { getData: (type: string) => (type === 'text/plain' ? text : ''), files: [], types: ['text/plain'] }
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: data })
  person.editor.view.dom.dispatchEvent(event)
}

test('nested HTML lists become flat items with indents', () => {
  expect(paste('<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul><ol><li>d</li></ol><p>e</p>')).toBe(
    '- a\n  - b\n- c\n1. d\np e',
  )
})

test('Google Docs says levels in attributes and wraps everything in a bold that is none', () => {
  const html =
    '<b id="docs-internal-guid-1" style="font-weight:normal"><ul><li aria-level="1"><p><span>a</span></p></li><ul><li aria-level="2"><p>b</p></li></ul></ul></b>'
  expect(paste(html)).toBe('- a\n  - b')
})

test('Word’s list paragraphs become items', () => {
  const html =
    '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>a</p><p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">·</span>b</p>'
  expect(paste(html)).toBe('1. a\n  - b')
})

test('check boxes become tasks, quotes quotes, headings headings', () => {
  const html =
    '<h2>t</h2><ul><li><input type="checkbox" checked> a</li></ul><blockquote><p>q</p><p>r</p></blockquote><pre><code>x\n y</code></pre>'
  expect(paste(html)).toBe('h2 t\n[x] a\n> q\n> r\n``` x\n y')
})

test('a link that runs script is text', () => {
  expect(paste('<p><a href="javascript:alert(1)">x</a><a href="https://a.example">y</a></p>')).toBe('p xlink{y}')
})

test('what is copied comes out nested, and goes back in as it was', () => {
  const world = new World((person) => {
    person.caret(1).paste('<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul><p>d</p>')
  })
  const person = world.person(0)
  const { dom } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  const html = dom.innerHTML.replaceAll(/ data-[a-z-]+="[^"]*"/g, '')
  expect(html).toBe('<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul><p>d</p>')
  expect(paste(dom.innerHTML)).toBe(world.text)
  world.destroy()
})

test('pasting a copy twice gives three blocks with three ids', () => {
  const world = new World((person) => person.caret(1).type('a').press('Enter').type('b'))
  const person = world.person(0)
  const { dom } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.child(0).nodeSize))
  person.after('b').press('Enter').paste(dom.innerHTML)
  person.press('Enter').paste(dom.innerHTML)
  world.sync()
  expect(world.text).toBe('p a\np b\np a\np a')
  world.destroy()
})

test('flattening leaves plain paragraphs as they are', () => {
  expect(flattenPastedHtml('<p>a</p><p>b</p>')).toBe('<p>a</p><p>b</p>')
})

test('pasted Markdown becomes blocks, plain text stays text, and blocks are copied as Markdown', () => {
  const markdown = '# Title\n\n- one\n    - **two**\n- [x] done\n\n| a | b |\n| --- | --- |\n| c | d |'
  const world = new World(() => undefined, { people: 1 })
  const person = world.person(0)
  pasteText(person.caret(1), markdown)
  world.expectConverged()
  expect(world.text).toContain('h1 Title\n- one\n  - bold{two}\n[x] done\n<table>')
  const { text } = person.editor.view.serializeForClipboard(person.root.slice(0, person.root.content.size))
  expect(text).toBe(markdown)
  person.select('Title').type('x - y')
  world.expectConverged()
  expect(world.text).toContain('h1 x - y\n')
  pasteText(person.select('y'), 'some **bold** words')
  world.expectConverged()
  expect(world.text).toContain('h1 x - some bold{bold} words\n')
  const within = person.root.slice(person.find('some'), person.find('some') + 6)
  expect(person.editor.view.serializeForClipboard(within).text).toBe('some b')
  world.destroy()
})

test('lines pasted into code are lines of it, and plain lines are paragraphs', () => {
  const world = new World((person) => person.caret(1).type('a').editor.commands.setBlock('code'), { people: 1 })
  const person = world.person(0)
  pasteText(person.after('a'), '\r\n# b\n  c')
  expect(world.text).toBe('``` a\n# b\n  c')
  person.editor.commands.setBlock('paragraph')
  pasteText(person.after('c'), 'one\ntwo')
  world.expectConverged()
  expect(world.text).toBe('p a\n# b\n  cone\np two')
  world.destroy()
})
