// @vitest-environment jsdom
import { contentOf, newElement, pageHtml, readDocument } from '@dure/document'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Person, World } from '../testing/merge-world.ts'

let world: World | undefined
afterEach(() => world?.destroy())

/** Of every kind of block, mark and inline leaf, one. */
const HTML = `
<h1>Title</h1><h3 style="text-align: center">Smaller, in the <em>middle</em></h3>
<p>plain <strong>bold <em>and slanted</em></strong>, <u>under</u> <s>struck</s> <code>code</code>
<a href="https://dure.test/?a=1&amp;b=2">a <strong>link</strong></a> <mark data-color="blue">lit</mark>
<span data-color="red">red &lt;script&gt;</span></p>
<p></p><p>broken<br>line</p><p>ends broken<br></p>
<p>to <span data-inline="mention" data-of="person" data-target="x" data-label="Mina"></span>:
<span data-inline="inlineMath" data-source="a<b"></span> <span data-inline="emoji" data-name="rice"></span></p>
<ul><li>one<ul><li>two</li></ul></li></ul><ol><li>first</li></ol>
<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> to do</li></ul>
<blockquote><p>said</p></blockquote><pre data-kind="code" data-language="ts">const a = "b"
  c</pre><hr>
<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td></td></tr></table>
<div data-node="callout" data-attributes='{"tone":"warning"}'><p>careful</p></div>
<div data-node="toggle" data-attributes="{}"><p>more</p><p>inside</p></div>
<div data-node="columns" data-attributes="{}"><div data-node="column" data-attributes='{"width":40}'><p>left</p></div>
<div data-node="column" data-attributes="{}"><p>right</p></div></div>
<img src="/api/x.png" alt="a &quot;picture&quot;" width="300">`

const drawnBy = ({ doc }: Person): string => pageHtml(readDocument(doc)).html

/** What only an editor that lives puts there: what may be dragged, and what lies inside of what it leaves to itself. */
function shownBy({ editor }: Person): string {
  const shown = document.createElement('div')
  shown.innerHTML = editor.view.dom.innerHTML
  for (const element of shown.querySelectorAll('*')) {
    element.removeAttribute('draggable')
    if (element.getAttribute('contenteditable') === 'false' && !element.matches('.task-box, .unknown'))
      element.removeAttribute('contenteditable')
  }
  for (const element of shown.querySelectorAll('.ProseMirror-separator')) element.remove()
  return inOneOrder(shown)
}

function parsed(html: string): string {
  const element = document.createElement('div')
  element.innerHTML = html
  return inOneOrder(element)
}

/** Attributes say the same in any order; and what only a live arrow says is not compared. */
function inOneOrder(root: HTMLElement): string {
  for (const element of root.querySelectorAll('*')) {
    const attributes = [...element.attributes].toSorted((one, other) => (one.name < other.name ? -1 : 1))
    for (const { name } of attributes) element.removeAttribute(name)
    for (const { name, value } of attributes)
      if (!(element.matches('button') && ['aria-label', 'disabled'].includes(name))) element.setAttribute(name, value)
  }
  return root.innerHTML
}

test('[UI12] the first paint is what the editor draws, element by element', () => {
  world = new World((person) => person.caret(1).paste(HTML), { people: 1 })
  const person = world.person(0)
  expect(parsed(drawnBy(person)).split('><')).toEqual(shownBy(person).split('><'))
})

test('[UI12] what a newer version made is drawn as unknown, and what anybody wrote is text', () => {
  world = new World(() => {}, { people: 1 })
  const person = world.person(0)
  person.doc.transact(() => {
    contentOf(person.doc).push([newElement('<img onerror=alert(1)>', 'strange', {})])
    const link = newElement('block', 'link', { kind: 'paragraph' })
    const text = new Y.XmlText()
    text.insert(0, 'x"><script>', { link: { href: 'java\nscript:alert(1)' }, 'on"click': true })
    link.insert(0, [text])
    contentOf(person.doc).push([link])
  }, 'sync')
  const html = drawnBy(person)
  expect(parsed(html)).toBe(shownBy(person))
  const element = document.createElement('div')
  element.innerHTML = html
  expect(element.querySelectorAll('script, img, [onclick], a[href]')).toHaveLength(0)
})
