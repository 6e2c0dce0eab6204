// @vitest-environment jsdom
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
