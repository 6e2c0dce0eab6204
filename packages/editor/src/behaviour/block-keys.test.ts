// @vitest-environment jsdom
import { AllSelection, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'

/** What is there after typing this and pressing Enter, with `|` for where the next letter goes. */
function typedAndEntered(text: string): string {
  const world = new World(() => undefined, { people: 1 })
  const person = world.person(0)
  person.caret(1).type(text).press('Enter').type('|')
  world.expectConverged()
  const { text: result } = world
  world.destroy()
  return result
}

test('Enter after ``` makes a code block, in the language that is named', () => {
  expect(typedAndEntered('```')).toBe('``` |')
  expect(typedAndEntered('```ts')).toBe('``` |')
})

test('Enter after ``` in a sentence, or with words behind it, is an Enter', () => {
  expect(typedAndEntered('a ```')).toBe('p a ```\np |')
  expect(typedAndEntered('``` and more')).toBe('p ``` and more\np |')
})

test.each(['Backspace', 'Delete'])('%s on all there is leaves a caret in an empty block', (key) => {
  const world = new World((person) => person.caret(1).type('a').press('Enter').type('b'), { people: 1 })
  const person = world.person(0)
  const { state, view } = person.editor
  view.dispatch(state.tr.setSelection(new AllSelection(state.doc)))
  person.press(key)
  expect(world.text).toBe('p')
  expect(person.editor.state.selection).toBeInstanceOf(TextSelection)
  person.type('x')
  world.expectConverged()
  expect(world.text).toBe('p x')
  world.destroy()
})
