// @vitest-environment jsdom
import { BLOCK, contentOf, newElement, seedDocument } from '@dure/document'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { expectAgreement, Person } from '../testing/merge-world.ts'
import { FIRST_BLOCKS } from './arrival.ts'

const BLOCKS = 2_600

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function largeDocument(): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  const elements = Array.from({ length: BLOCKS - 1 }, (_, index) => {
    const element = newElement(BLOCK, `b${index}`, { kind: 'paragraph' })
    element.insert(0, [new Y.XmlText(`line ${index}`)])
    return element
  })
  contentOf(doc).insert(1, elements)
  return Y.encodeStateAsUpdate(doc)
}

/** Someone else with the same document, whose edits arrive at once. */
function other(person: Person): Y.XmlFragment {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(person.doc))
  doc.on('update', (update: Uint8Array) => Y.applyUpdate(person.doc, update, 'sync'))
  return contentOf(doc)
}

function textOf(content: Y.XmlFragment, index: number): Y.XmlText {
  const block = content.get(index)
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('no text there')
  return text
}

/** A person whose checks after each transaction wait until the document is whole. */
function open(): Person {
  const person = new Person(100, largeDocument(), { isPartial: true })
  expect(person.root.childCount).toBe(FIRST_BLOCKS)
  return person
}

test('[DU11] a large document arrives by and by, and nothing is written', () => {
  const person = open()
  vi.runAllTimers()
  expect(person.root.childCount).toBe(BLOCKS)
  expectAgreement(person)
  expect(person.outbox).toEqual([])
  person.destroy()
})

test('edits from elsewhere while it arrives are shown once it is whole, wherever they were', () => {
  const person = open()
  const content = other(person)
  textOf(content, 10).insert(0, 'near ')
  textOf(content, 2_500).insert(0, 'far ')
  expect(person.root.childCount).toBe(FIRST_BLOCKS)
  expect(person.root.child(10).textContent).toBe('near line 9')
  vi.runAllTimers()
  expect(person.root.child(2_500).textContent).toBe('far line 2499')
  expectAgreement(person)
  person.destroy()
})

test('a block that comes or goes while it arrives brings all the rest', () => {
  const person = open()
  other(person).insert(5, [newElement(BLOCK, 'new')])
  expect(person.root.childCount).toBe(BLOCKS + 1)
  expectAgreement(person)
  person.destroy()
})

test('whoever presses a key works on the whole document', () => {
  const person = open()
  person.editor.view.dom.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
  expect(person.root.childCount).toBe(BLOCKS)
  person.destroy()
})

test('a program that edits while it arrives writes what it did, and no more', () => {
  const person = open()
  person.after(`line ${FIRST_BLOCKS - 2}`).type('!')
  person.press('Enter')
  expect(person.root.childCount).toBe(BLOCKS + 1)
  expect(person.root.child(FIRST_BLOCKS - 1).textContent).toBe(`line ${FIRST_BLOCKS - 2}!`)
  expect(person.root.child(FIRST_BLOCKS + 1).textContent).toBe(`line ${FIRST_BLOCKS - 1}`)
  expectAgreement(person)
  person.destroy()
})

test('a view that goes and comes back while it arrives misses nothing', () => {
  const person = open()
  person.editor.unmount()
  other(person).delete(3, 1)
  person.editor.mount(document.createElement('div'))
  vi.runAllTimers()
  expect(person.root.childCount).toBe(BLOCKS - 1)
  expectAgreement(person)
  person.destroy()
})
