// @vitest-environment jsdom
import { seedDocument } from '@dure/document'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { expectAgreement, Person } from '../testing/merge-world.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Two people with "one two three" in their paragraph; the first one's page has the focus. */
function open(): { alice: Person; bob: Person; paragraph: Text } {
  const alice = new Person(1, seedDocument())
  alice.caret(1).type('one two three')
  const bob = new Person(2, Y.encodeStateAsUpdate(alice.doc))
  const { view } = alice.editor
  document.body.append(view.dom.parentElement ?? view.dom)
  view.focus()
  alice.caret(1 + 'one two three'.length)
  const paragraph = view.domAtPos(2).node
  if (!(paragraph instanceof Text)) throw new Error('no text there')
  // ProseMirror reads what was done to the page by all this.
  vi.runAllTimers()
  return { alice, bob, paragraph }
}

const arrive = (to: Person, from: Person): void => Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc), 'sync')

test('a caret that was put somewhere else stays there, though an edit of somebody else is shown before it was read', () => {
  const { alice, bob, paragraph } = open()
  const { view } = alice.editor
  // As Home does: the browser moves the caret, and says so in a task of its own.
  getSelection()?.collapse(paragraph, 4)
  bob.caret(1).type('zero ')
  arrive(alice, bob)
  expect(alice.root.textContent).toBe('zero one two three')
  expect(view.state.selection.from).toBe(1 + 'zero one '.length)
  expect(getSelection()?.anchorOffset).toBe('zero one '.length)
  // And so does a stretch that was selected.
  getSelection()?.setBaseAndExtent(view.domAtPos(2).node, 5, view.domAtPos(2).node, 8)
  bob.caret(1).type('minus ')
  arrive(alice, bob)
  const { from, to } = view.state.selection
  expect(view.state.doc.textBetween(from, to)).toBe('one')
  expectAgreement(alice)
  expect(alice.outbox.length).toBeGreaterThan(0)
  for (const person of [alice, bob]) person.destroy()
})

test('without anything unread the caret goes with the text that it stood behind', () => {
  const { alice, bob } = open()
  alice.caret(1 + 'one'.length)
  bob.caret(1).type('zero ')
  arrive(alice, bob)
  expect(alice.editor.view.state.selection.from).toBe(1 + 'zero one'.length)
  for (const person of [alice, bob]) person.destroy()
})

test('a key acts where the caret was put, though the editor has not read it yet', () => {
  const { alice, bob, paragraph } = open()
  const { view } = alice.editor
  getSelection()?.collapse(paragraph, 3)
  view.dom.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }))
  expect([...view.dom.querySelectorAll('p')].map((block) => block.textContent)).toEqual(['one', ' two three'])
  expectAgreement(alice)
  for (const person of [alice, bob]) person.destroy()
})
